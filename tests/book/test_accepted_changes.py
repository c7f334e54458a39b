"""What a company may really write: the book must not stand in its way."""

import pytest

from tests.book.book_copies import (
    DATA_ENTRY,
    DEFINITIONS,
    HALF_LIVES,
    KPIS,
    LABELS,
    LEAD_STATUS,
    RULES,
    SCORES,
    STAGES,
    WINDOWS,
    WORDS,
    BookCopy,
)
from tests.book.breaches import (
    Break,
    add,
    all_of,
    change,
    change_line,
    remove,
    remove_kpis_of,
    rule,
)

THIRD_MQL = all_of(
    change(DEFINITIONS, "mql_v2", valid_to="2026-10-01", status="retired"),
    change(
        DEFINITIONS,
        "mql_v3_draft",
        status="in_force",
        marketing_approved_on="2026-09-20",
        sales_approved_on="2026-10-01",
    ),
)
WITHOUT_SAL = all_of(
    remove(STAGES, "sal"),
    remove(DEFINITIONS, "sal_v1"),
    remove(RULES, "sal_v1"),
    remove_kpis_of("sal"),
    remove(DATA_ENTRY, "temperature_at_sal"),
    lambda book: book.write(
        LEAD_STATUS, [row for row in book.rows(LEAD_STATUS) if row["stage"] != "sal"]
    ),
)
ONE_INDUSTRY = all_of(
    add(
        DEFINITIONS,
        "mql_v2",
        definition_id="mql_manufacturing_v1",
        version="1",
        segment_dimension="industry",
        segment_value="manufacturing",
        valid_to="2026-04-01",
        status="retired",
    ),
    rule(
        "mql_manufacturing_v1",
        signal="attribute",
        signal_argument="industry",
        comparison="=",
        value="manufacturing",
    ),
)
RETRIED_ON_ONE_INDUSTRY = all_of(
    ONE_INDUSTRY,
    add(
        DEFINITIONS,
        "mql_v2",
        definition_id="mql_manufacturing_v2",
        version="2",
        segment_dimension="industry",
        segment_value="manufacturing",
        valid_from="2026-07-01",
    ),
    rule(
        "mql_manufacturing_v2",
        signal="content",
        signal_argument="WP-2026/01",
        min_count="2",
        within_days="30",
    ),
)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(THIRD_MQL, id="a_new_version_begins_on_the_day_it_is_approved"),
        pytest.param(WITHOUT_SAL, id="a_company_without_sal"),
        pytest.param(ONE_INDUSTRY, id="a_definition_tried_on_one_industry"),
        pytest.param(
            RETRIED_ON_ONE_INDUSTRY,
            id="a_second_trial_while_the_general_version_held_in_between",
        ),
        pytest.param(
            change(DEFINITIONS, "mql_v3_draft", valid_from="2026-01-01"),
            id="a_draft_beside_the_version_in_force",
        ),
        pytest.param(
            change(DEFINITIONS, "mql_v1", valid_from="2025-03-12"),
            id="nothing_in_force_before_the_first_version",
        ),
        pytest.param(
            all_of(
                change(DEFINITIONS, "mql_v1", valid_to="2025-12-01"),
                change(STAGES, "mql", valid_to="2025-12-01"),
                add(STAGES, "mql", valid_from="2026-01-01", valid_to=""),
            ),
            id="a_hole_while_the_stage_itself_was_not_in_use",
        ),
        pytest.param(
            all_of(
                *(
                    remove(file, name)
                    for temperature in ("hot", "warm", "cold")
                    for file, name in (
                        (STAGES, temperature),
                        (DEFINITIONS, f"{temperature}_v1"),
                        (RULES, f"{temperature}_v1"),
                    )
                )
            ),
            id="a_company_without_temperatures",
        ),
        pytest.param(
            rule(
                "cold_v1",
                signal="call_outcome",
                signal_argument="connected",
                within_days="90",
                is_negated="true",
            ),
            id="a_temperature_by_the_absence_of_a_record",
        ),
        pytest.param(
            change_line(RULES, 3, min_count="", within_days=""),
            id="a_touch_that_counts_once_and_ever",
        ),
        pytest.param(
            change_line(RULES, 3, rule_group="7"), id="numbers_of_groups_with_holes"
        ),
        pytest.param(
            rule(
                "mql_v1",
                rule_group="2",
                signal="touch",
                signal_argument="careers_view",
                min_count="1",
                within_days="30",
                is_negated="true",
            ),
            id="the_absence_of_a_touch",
        ),
        pytest.param(
            all_of(
                add(LABELS, "field", code="Budget__c", label_en="Budget"),
                rule(
                    "sql_v1",
                    signal="sfa_field",
                    signal_argument="Budget__c",
                    comparison="=",
                    value="Confirmed (予算あり)",
                ),
            ),
            id="a_field_of_the_sfa_with_a_label",
        ),
        pytest.param(
            all_of(
                add(
                    WORDS,
                    "exports",
                    vocabulary="field",
                    source_value="予算",
                    value="budget",
                ),
                rule(
                    "sql_v1",
                    signal="sfa_field",
                    signal_argument="budget",
                    comparison=">=",
                    value="100",
                ),
            ),
            id="a_field_of_the_sfa_with_a_word",
        ),
        pytest.param(
            rule(
                "mql_v1",
                signal="attribute",
                signal_argument="timing",
                comparison="=",
                value="今期",
            ),
            id="an_attribute_of_a_form",
        ),
        pytest.param(
            rule("mql_v1", signal="content", signal_argument="price_guide"),
            id="a_content_that_is_delivered_later",
        ),
        pytest.param(
            change(DEFINITIONS, "mql_olist_v1", segment_value="marketo"),
            id="a_definition_for_one_source",
        ),
        pytest.param(
            all_of(
                change(STAGES, "recycled", valid_to="2026-03-01"),
                change(
                    DEFINITIONS, "recycled_v1", valid_to="2026-03-01", status="retired"
                ),
            ),
            id="a_stage_that_ends_with_its_definition",
        ),
        pytest.param(
            change(HALF_LIVES, "engagement", half_life_days=""), id="no_decay"
        ),
        pytest.param(
            all_of(
                change(WINDOWS, "30", is_default="false"),
                change(WINDOWS, "60", is_default="true"),
            ),
            id="another_default_window",
        ),
        pytest.param(
            change(SCORES, "article_view_2026", valid_from="2026-02-01"),
            id="a_touch_that_gave_no_points_for_a_while",
        ),
        pytest.param(
            all_of(
                change(KPIS, "opportunity_conversion_rate", valid_to="2026-01-01"),
                change(
                    KPIS,
                    "opportunity_conversion_rate_mql",
                    is_official="true",
                    valid_from="2026-01-01",
                ),
            ),
            id="another_row_becomes_official",
        ),
    ],
)
def test_the_book_is_read_with(book_copy: BookCopy, changes: Break) -> None:
    changes(book_copy)

    assert book_copy.refusal() is None
