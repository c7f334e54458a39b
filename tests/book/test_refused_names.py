"""Names that nothing delivered can carry, and approvals that nobody has given yet."""

from datetime import date

import pytest

from book import BookError, read_book
from tests.book.book_copies import (
    DEFINITIONS,
    KPIS,
    LABELS,
    RULES,
    SCORES,
    WORDS,
    BookCopy,
)
from tests.book.breaches import (
    Break,
    Case,
    all_of,
    as_parameters,
    assert_refused,
    change,
    rule,
)


def _without_word(value: str) -> Break:
    return lambda book: book.write(
        WORDS, [row for row in book.rows(WORDS) if row["value"] != value]
    )


def _without_label(code: str) -> Break:
    return lambda book: book.write(
        LABELS, [row for row in book.rows(LABELS) if row["code"] != code]
    )


def _attribute(name: str, value: str, comparison: str = "=") -> Break:
    return rule(
        "mql_v2",
        signal="attribute",
        signal_argument=name,
        comparison=comparison,
        value=value,
    )


def _field(name: str, value: str, comparison: str = "=") -> Break:
    return rule(
        "sql_v1",
        signal="sfa_field",
        signal_argument=name,
        comparison=comparison,
        value=value,
    )


RULE_CASES: list[Case] = [
    (
        "a_touch_type_misspelt",
        rule("mql_v2", signal="touch", signal_argument="seminar_atended"),
        RULES,
        "mql_v2",
        "signal_argument 'seminar_atended' is the touch type of no word; correct it or "
        "map a word to it in mappings/words.csv",
    ),
    (
        "a_touch_type_that_lost_its_words",
        _without_word("pricing_view"),
        RULES,
        "mql_v1",
        "signal_argument 'pricing_view' is the touch type of no word",
    ),
    (
        "an_outcome_misspelt",
        rule("sql_v1", signal="call_outcome", signal_argument="conected"),
        RULES,
        "sql_v1",
        "signal_argument 'conected' is the outcome of no word",
    ),
    (
        "an_outcome_of_a_meeting_misspelt",
        rule("sql_v1", signal="meeting_outcome", signal_argument="hold"),
        RULES,
        "sql_v1",
        "signal_argument 'hold' is the outcome of no word",
    ),
    (
        "an_attribute_misspelt",
        _attribute("emploees", "50", ">="),
        RULES,
        "mql_v2",
        "signal_argument 'emploees' is no attribute that the book names",
    ),
    (
        "an_attribute_that_lost_its_label",
        all_of(_without_label("timing"), _attribute("timing", "今期")),
        RULES,
        "mql_v2",
        "or add its label to mappings/labels.csv as attribute",
    ),
    (
        "a_field_misspelt",
        _field("budgt", "yes"),
        RULES,
        "sql_v1",
        "signal_argument 'budgt' is no field that the book names",
    ),
    (
        "a_number_of_employees_in_words",
        _attribute("employees", "fifty"),
        RULES,
        "mql_v2",
        "employees are counted and 'fifty' is not a whole number of at least 0",
    ),
    (
        "other_than_a_number_of_employees_in_words",
        _attribute("employees", "fifty", "!="),
        RULES,
        "mql_v2",
        "employees are counted and 'fifty'",
    ),
    (
        "a_temperature_that_is_none",
        _field("temperature", "boiling"),
        RULES,
        "sql_v1",
        "'boiling' is no temperature; use one of hot, warm, cold",
    ),
    (
        "a_source_misspelt",
        _attribute("source", "markto"),
        RULES,
        "mql_v2",
        "no mapping has a word of the source 'markto'",
    ),
    (
        "a_segment_of_no_attribute",
        change(DEFINITIONS, "mql_v2", segment_dimension="planet", segment_value="mars"),
        DEFINITIONS,
        "mql_v2",
        "segment_dimension 'planet' is no attribute that the book names",
    ),
    (
        "a_segment_of_no_source",
        change(DEFINITIONS, "mql_olist_v1", segment_value="Olist"),
        DEFINITIONS,
        "mql_olist_v1",
        "no mapping has a word of the source 'Olist'",
    ),
    (
        "a_price_of_a_touch_type_misspelt",
        change(SCORES, "enquiry", signal_argument="inquiry"),
        SCORES,
        "enquiry",
        "signal_argument 'inquiry' is the touch type of no word",
    ),
    (
        "a_price_of_an_attribute_misspelt",
        change(SCORES, "manufacturing", signal_argument="indutsry"),
        SCORES,
        "manufacturing",
        "signal_argument 'indutsry' is no attribute that the book names",
    ),
]
APPROVAL_CASES: list[Case] = [
    (
        "a_definition_since_ever",
        change(DEFINITIONS, "sal_v1", marketing_approved_on="2099-01-01"),
        DEFINITIONS,
        "sal_v1",
        "marketing_approved_on 2099-01-01 is still to come; enter the day of the "
        "approval once it is given",
    ),
    (
        "a_definition_that_begins_then",
        change(
            DEFINITIONS,
            "mql_v2",
            sales_approved_on="2099-01-01",
            valid_from="2099-01-01",
        ),
        DEFINITIONS,
        "mql_v2",
        "sales_approved_on 2099-01-01 is still to come",
    ),
    (
        "a_draft",
        change(DEFINITIONS, "mql_v3_draft", sales_approved_on="2099-01-01"),
        DEFINITIONS,
        "mql_v3_draft",
        "is still to come",
    ),
    (
        "a_price",
        change(SCORES, "enquiry", sales_approved_on="2099-01-01"),
        SCORES,
        "enquiry",
        "is still to come",
    ),
    (
        "a_kpi",
        change(KPIS, "win_rate", marketing_approved_on="2099-01-01"),
        KPIS,
        "win_rate",
        "is still to come",
    ),
]


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"), as_parameters(RULE_CASES)
)
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)
    assert_refused(book_copy, file, row_id, reason)


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"), as_parameters(APPROVAL_CASES)
)
def test_an_approval_to_come_is_none_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)
    assert_refused(book_copy, file, row_id, reason)


def test_an_approval_counts_from_its_own_day_on(book_copy: BookCopy) -> None:
    book_copy.change(DEFINITIONS, "sal_v1", marketing_approved_on="2026-05-02")
    assert read_book(book_copy.folder, today=date(2026, 5, 2)).rows.stage_definitions
    with pytest.raises(BookError, match="is still to come"):
        read_book(book_copy.folder, today=date(2026, 5, 1))
