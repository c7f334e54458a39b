"""What a single cell must not hold, whatever the rows beside it say."""

import pytest

from tests.book.book_copies import DEFINITIONS, RULES, SCORES, BookCopy
from tests.book.breaches import Break, Case, as_parameters, assert_refused, change

CELLS: list[Case] = [
    (
        "a_day_in_another_form",
        change(DEFINITIONS, "mql_v2", review_on="2026/12/15"),
        DEFINITIONS,
        "mql_v2",
        "review_on '2026/12/15' is not a day",
    ),
    (
        "a_day_that_does_not_exist",
        change(DEFINITIONS, "mql_v2", review_on="2026-02-30"),
        DEFINITIONS,
        "mql_v2",
        "is not a day",
    ),
    (
        "a_day_that_stands_for_never",
        change(DEFINITIONS, "mql_v2", valid_to="9999-12-31"),
        DEFINITIONS,
        "mql_v2",
        "leave the cell empty",
    ),
    (
        "a_flag_in_other_words",
        change(RULES, "mql_v2", is_negated="NO"),
        RULES,
        "mql_v2",
        "is_negated 'NO' is neither true nor false",
    ),
    (
        "full_width_digits",
        change(RULES, "mql_v2", value="８０"),  # noqa: RUF001
        RULES,
        "mql_v2",
        "the threshold '８０' is not a number",  # noqa: RUF001
    ),
    (
        "an_empty_cell_that_must_be_filled",
        change(DEFINITIONS, "mql_v2", sales_owner=""),
        DEFINITIONS,
        "mql_v2",
        "sales_owner is empty",
    ),
    (
        "white_space_around_a_cell",
        change(RULES, "sql_v1", signal_argument="sql "),
        RULES,
        "sql_v1",
        "begins or ends with white space",
    ),
    (
        "the_word_null",
        change(SCORES, "email_open", daily_cap="NULL"),
        SCORES,
        "email_open",
        "leave the cell empty",
    ),
    (
        "an_id_that_is_no_code",
        change(DEFINITIONS, "mql_v2", definition_id="MQL v2"),
        DEFINITIONS,
        "MQL v2",
        "is not a code",
    ),
    (
        "a_cell_as_long_as_a_page",
        change(DEFINITIONS, "mql_v2", statement_ja="点" * 2001),
        DEFINITIONS,
        "mql_v2",
        "has 2001 characters",
    ),
]


@pytest.mark.parametrize(("breaks", "file", "row_id", "reason"), as_parameters(CELLS))
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)
