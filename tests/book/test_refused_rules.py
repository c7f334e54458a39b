"""Rules that could not be evaluated, or that decide what they must not."""

import pytest

from tests.book.book_copies import DEFINITIONS, RULES, BookCopy
from tests.book.breaches import (
    Break,
    Case,
    add,
    as_parameters,
    assert_refused,
    change,
    change_line,
    remove,
    rule,
)

RULE_CASES: list[Case] = [
    (
        "a_declared_temperature",
        rule("hot_v1", signal="declared_stage", signal_argument="mql"),
        RULES,
        "hot_v1",
        "declared_stage declares a stage and hot is a temperature",
    ),
    (
        "the_status_of_a_temperature",
        rule("sal_v1", signal="sfa_status", signal_argument="hot"),
        RULES,
        "sal_v1",
        "signal_argument 'hot' is no stage in use",
    ),
    (
        "a_definition_without_rules",
        remove(RULES, "sal_v1"),
        DEFINITIONS,
        "sal_v1",
        "the definition sal_v1 has no rules",
    ),
    (
        "a_draft_without_rules",
        remove(RULES, "mql_v3_draft"),
        DEFINITIONS,
        "mql_v3_draft",
        "has no rules",
    ),
    (
        "a_rule_of_an_unknown_definition",
        rule("mql_v9", signal="touch", signal_argument="seminar", min_count="1"),
        RULES,
        "mql_v9",
        "the definition mql_v9 does not exist",
    ),
    (
        "a_rule_for_lead",
        rule("lead_v1", signal="sfa_status", signal_argument="lead"),
        RULES,
        "lead_v1",
        "acquisition decides it",
    ),
    (
        "an_unknown_signal",
        change(RULES, "mql_v2", signal="clicks"),
        RULES,
        "mql_v2",
        "signal 'clicks' is unknown",
    ),
    (
        "an_unknown_comparison",
        change(RULES, "mql_v2", comparison="=>"),
        RULES,
        "mql_v2",
        "comparison '=>' is unknown",
    ),
    (
        "a_score_that_does_not_exist",
        change_line(RULES, 7, signal_argument="fit"),
        RULES,
        "mql_v2",
        "signal_argument 'fit' is no score",
    ),
    (
        "a_score_threshold_that_is_no_number",
        change_line(RULES, 7, value="high"),
        RULES,
        "mql_v2",
        "the threshold 'high' is not a number",
    ),
    (
        "an_attribute_threshold_that_is_no_number",
        change_line(RULES, 2, value="fifty"),
        RULES,
        "mql_v1",
        "employees are counted and 'fifty' is not a whole number of at least 0",
    ),
    (
        "an_attribute_value_that_no_mapping_gives",
        change_line(RULES, 5, value="kacho"),
        RULES,
        "mql_v1",
        "no mapping gives job_level the value 'kacho'",
    ),
    (
        "an_order_of_values_without_rank",
        change_line(
            RULES, 2, signal_argument="industry", comparison=">=", value="retail"
        ),
        RULES,
        "mql_v1",
        "has no value_rank",
    ),
    (
        "a_count_of_nothing",
        change_line(RULES, 3, min_count="0"),
        RULES,
        "mql_v1",
        "min_count '0' is not a whole number of at least 1",
    ),
    (
        "a_window_of_no_days",
        change_line(RULES, 3, within_days="0"),
        RULES,
        "mql_v1",
        "within_days '0' is not a whole number of at least 1",
    ),
    (
        "a_window_of_half_days",
        change_line(RULES, 3, within_days="1.5"),
        RULES,
        "mql_v1",
        "within_days '1.5' is not a whole number",
    ),
    (
        "a_touch_without_a_type",
        change_line(RULES, 3, signal_argument=""),
        RULES,
        "mql_v1",
        "the signal touch needs signal_argument",
    ),
    (
        "a_touch_with_a_threshold",
        change_line(RULES, 3, comparison=">=", value="3"),
        RULES,
        "mql_v1",
        "the signal touch takes no comparison",
    ),
    (
        "a_score_with_a_window",
        change_line(RULES, 7, within_days="30"),
        RULES,
        "mql_v2",
        "the signal score takes no within_days",
    ),
    (
        "an_exit_that_combines_records",
        rule(
            "recycled_v1",
            rule_group="1",
            signal="call_outcome",
            signal_argument="missed",
        ),
        RULES,
        "recycled_v1",
        "recycled ends a cycle, which one recorded signal a group does",
    ),
    (
        "a_recorded_signal_that_decides_mql",
        rule("mql_v2", signal="sfa_status", signal_argument="mql"),
        RULES,
        "mql_v2",
        "the status sfa_status cannot decide mql",
    ),
    (
        "a_declared_mql_for_everybody",
        rule("mql_v2", signal="declared_stage", signal_argument="mql"),
        RULES,
        "mql_v2",
        "limit the definition to the source",
    ),
    (
        "a_computed_signal_that_ends_a_cycle",
        rule(
            "recycled_v1",
            signal="score",
            signal_argument="total",
            comparison=">",
            value="60",
        ),
        RULES,
        "recycled_v1",
        "recycled ends a cycle, which one recorded signal a group does",
    ),
    (
        "a_recorded_status_that_is_no_stage",
        change_line(RULES, 9, signal_argument="accepted"),
        RULES,
        "sal_v1",
        "signal_argument 'accepted' is no stage in use",
    ),
    (
        "the_absence_of_a_recorded_signal",
        change_line(RULES, 9, is_negated="true"),
        RULES,
        "sal_v1",
        "has no instant",
    ),
    (
        "an_opportunity_with_an_argument",
        change_line(RULES, 13, signal_argument="big"),
        RULES,
        "opportunity_v1",
        "the signal opportunity_created takes no signal_argument",
    ),
    (
        "a_field_compared_with_no_number",
        rule(
            "sql_v1",
            signal="sfa_field",
            signal_argument="Budget__c",
            comparison=">",
            value="much",
        ),
        RULES,
        "sql_v1",
        "the threshold",
    ),
    (
        "more_conditions_than_one_mask_holds",
        lambda book: book.write(
            RULES,
            [
                *book.rows(RULES),
                *(
                    {
                        "definition_id": "mql_v2",
                        "rule_group": "2",
                        "signal": "touch",
                        "signal_argument": f"page_{number}",
                        "is_negated": "false",
                    }
                    for number in range(60)
                ),
            ],
        ),
        RULES,
        "",
        "at most 63 can be evaluated at once",
    ),
    (
        "the_same_rule_twice",
        add(RULES, "mql_v2"),
        RULES,
        "mql_v2",
        "repeats line 7",
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
