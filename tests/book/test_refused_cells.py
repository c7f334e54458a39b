"""What a single cell must not hold, whatever the rows beside it say."""

import pytest

from tests.book.book_copies import (
    CAPACITY,
    DEFINITIONS,
    EXCLUSIONS,
    HALF_LIVES,
    RULES,
    SCORE_LANDMARKS,
    SCORES,
    STAGES,
    WINDOWS,
    BookCopy,
)
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


BEYOND = "is beyond {}; write the number that was meant"


def _too_large(file: str, name: str, column: str, cell: str, bound: str) -> Case:
    claim = f"{column}_of_{cell}"
    reason = f"{column} {cell!r} {BEYOND.format(bound)}"
    called = cell if file == WINDOWS else name
    return (claim, change(file, name, **{column: cell}), file, called, reason)


NUMBERS: list[Case] = [
    _too_large(WINDOWS, "60", "window_days", "3661", "3,660"),
    _too_large(WINDOWS, "60", "window_days", "999999999", "3,660"),
    _too_large(DEFINITIONS, "mql_v2", "cool_down_days", "3661", "3,660"),
    _too_large(DEFINITIONS, "won_v1", "grace_hours", "87841", "87,840"),
    _too_large(STAGES, "mql", "late_after_hours", "87841", "87,840"),
    _too_large(SCORE_LANDMARKS, "day_30", "after_days", "3661", "3,660"),
    _too_large(SCORES, "enquiry", "points", "1000001", "1,000,000"),
    _too_large(SCORES, "enquiry", "daily_cap", "999999999999", "1,000,000"),
    _too_large(SCORES, "careers_view", "points", "-1000000.5", "1,000,000"),
    _too_large(HALF_LIVES, "behaviour", "half_life_days", "1000001", "1,000,000"),
    _too_large(CAPACITY, "mql", "calls_per_week", "1000001", "1,000,000"),
    _too_large(EXCLUSIONS, "mail_robots", "within_seconds", "316224001", "316,224,000"),
]


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"), as_parameters([*CELLS, *NUMBERS])
)
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)
