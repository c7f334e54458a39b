"""Stages and dated versions of definitions that cannot both be true."""

import pytest

from tests.book.book_copies import DEFINITIONS, RULES, STAGES, BookCopy
from tests.book.breaches import (
    Break,
    Case,
    add,
    all_of,
    as_parameters,
    assert_refused,
    change,
    remove,
    rule,
)

STAGE_CASES: list[Case] = [
    (
        "an_unknown_stage",
        change(STAGES, "sal", stage="sales_ready"),
        STAGES,
        "sales_ready",
        "stage 'sales_ready' is unknown",
    ),
    (
        "two_stages_in_one_place",
        change(STAGES, "sal", stage_order="4"),
        STAGES,
        "sql",
        "stage_order 4 is also that of sal",
    ),
    (
        "an_exit_on_the_success_path",
        change(STAGES, "lost", stage_path="success"),
        STAGES,
        "lost",
        "stage_path of lost is success",
    ),
    (
        "a_stage_in_use_twice",
        add(STAGES, "sal", valid_from="2026-01-01"),
        STAGES,
        "sal",
        "stage sal overlaps with sal of line 4 since 2026-01-01",
    ),
    (
        "a_stage_in_use_without_a_definition",
        all_of(remove(DEFINITIONS, "sal_v1"), remove(RULES, "sal_v1")),
        STAGES,
        "sal",
        "stage sal is used but has no definition in force",
    ),
    (
        "a_stage_in_use_with_only_a_draft",
        change(DEFINITIONS, "sal_v1", status="draft"),
        STAGES,
        "sal",
        "stage sal is used but has no definition in force",
    ),
    (
        "a_definition_of_a_stage_not_in_use",
        remove(STAGES, "sal"),
        DEFINITIONS,
        "sal_v1",
        "stage sal is not in lifecycle_stages.csv",
    ),
    (
        "a_temperature_on_the_path_of_stages",
        change(STAGES, "hot", stage_path="success"),
        STAGES,
        "hot",
        "stage_path of hot is success; write temperature",
    ),
    (
        "a_stage_as_a_temperature",
        change(STAGES, "sal", stage_path="temperature"),
        STAGES,
        "sal",
        "stage_path of sal is temperature; write success",
    ),
    (
        "two_temperatures_in_one_place",
        change(STAGES, "warm", stage_order="1"),
        STAGES,
        "warm",
        "stage_order 1 is also that of hot",
    ),
    (
        "a_temperature_without_a_definition",
        all_of(remove(DEFINITIONS, "warm_v1"), remove(RULES, "warm_v1")),
        STAGES,
        "warm",
        "stage warm is used but has no definition in force",
    ),
]

VERSION_CASES: list[Case] = [
    (
        "a_temperature_that_changes_at_midnight",
        change(DEFINITIONS, "hot_v1", adoption_policy="at_adoption"),
        DEFINITIONS,
        "hot_v1",
        "a temperature is judged at signals",
    ),
    (
        "a_temperature_with_a_cool_down",
        change(DEFINITIONS, "hot_v1", cool_down_days="14"),
        DEFINITIONS,
        "hot_v1",
        "a temperature has no cool-down; write 0",
    ),
    (
        "a_temperature_that_nobody_approved",
        change(DEFINITIONS, "hot_v1", marketing_approved_on=""),
        DEFINITIONS,
        "hot_v1",
        "without marketing_approved_on",
    ),
    (
        "a_last_version_that_ends_before_its_stage",
        change(DEFINITIONS, "mql_v2", valid_to="2026-03-01", status="retired"),
        DEFINITIONS,
        "mql_v2",
        "ends on 2026-03-01 as the last definition of mql, a stage that is used after "
        "that; add the next version, or end the stage in lifecycle_stages.csv too",
    ),
    (
        "two_versions_in_force_on_one_day",
        change(DEFINITIONS, "mql_v1", valid_to="2026-01-02"),
        DEFINITIONS,
        "mql_v2",
        "overlaps with mql_v1 of line 3 from 2026-01-01 to 2026-01-02",
    ),
    (
        "two_versions_of_one_segment_in_force",
        add(DEFINITIONS, "mql_olist_v1", definition_id="mql_olist_v2", version="2"),
        DEFINITIONS,
        "mql_olist_v2",
        "the definition of mql for source = olist overlaps with mql_olist_v1",
    ),
    (
        "a_day_between_two_versions",
        change(DEFINITIONS, "mql_v1", valid_to="2025-12-31"),
        DEFINITIONS,
        "mql_v2",
        "has a gap from 2025-12-31 to 2026-01-01",
    ),
    (
        "a_version_that_begins_before_sales_approved_it",
        change(DEFINITIONS, "mql_v2", sales_approved_on="2026-01-02"),
        DEFINITIONS,
        "mql_v2",
        "valid_from 2026-01-01 lies before the later approval 2026-01-02",
    ),
    (
        "a_version_in_force_without_an_approval",
        change(DEFINITIONS, "mql_v2", marketing_approved_on=""),
        DEFINITIONS,
        "mql_v2",
        "without marketing_approved_on",
    ),
    (
        "a_retired_version_without_an_approval",
        change(DEFINITIONS, "mql_v1", sales_approved_on=""),
        DEFINITIONS,
        "mql_v1",
        "without sales_approved_on",
    ),
    (
        "a_retired_version_that_never_ended",
        change(DEFINITIONS, "won_v1", status="retired"),
        DEFINITIONS,
        "won_v1",
        "is retired but has no valid_to",
    ),
    (
        "a_version_that_ends_on_the_day_it_begins",
        change(DEFINITIONS, "mql_v2", valid_to="2026-01-01"),
        DEFINITIONS,
        "mql_v2",
        "is not after valid_from",
    ),
    (
        "a_version_number_given_twice",
        change(DEFINITIONS, "mql_v2", version="1"),
        DEFINITIONS,
        "mql_v2",
        "version 1 of mql is already mql_v1",
    ),
    (
        "a_definition_id_given_twice",
        change(DEFINITIONS, "mql_v2", definition_id="mql_v1"),
        DEFINITIONS,
        "mql_v1",
        "repeats line 3",
    ),
    (
        "an_unknown_status",
        change(DEFINITIONS, "mql_v2", status="active"),
        DEFINITIONS,
        "mql_v2",
        "status 'active' is unknown; use one of draft, in_force, retired",
    ),
    (
        "an_unknown_adoption_policy",
        change(DEFINITIONS, "mql_v2", adoption_policy="at_once"),
        DEFINITIONS,
        "mql_v2",
        "adoption_policy 'at_once' is unknown",
    ),
    (
        "an_unknown_count_policy",
        change(DEFINITIONS, "mql_v2", counts_from="ever"),
        DEFINITIONS,
        "mql_v2",
        "counts_from 'ever' is unknown",
    ),
    (
        "a_negative_cool_down",
        change(DEFINITIONS, "mql_v2", cool_down_days="-1"),
        DEFINITIONS,
        "mql_v2",
        "cool_down_days '-1' is not a whole number of at least 0",
    ),
    (
        "a_negative_grace",
        change(DEFINITIONS, "recycled_v1", grace_hours="-1"),
        DEFINITIONS,
        "recycled_v1",
        "grace_hours '-1' is not a whole number of at least 0",
    ),
    (
        "a_grace_of_half_an_hour",
        change(DEFINITIONS, "won_v1", grace_hours="0.5"),
        DEFINITIONS,
        "won_v1",
        "grace_hours '0.5' is not a whole number of at least 0",
    ),
    (
        "an_end_of_a_cycle_without_a_grace",
        change(DEFINITIONS, "lost_v1", grace_hours=""),
        DEFINITIONS,
        "lost_v1",
        "lost ends a cycle but has no grace_hours; enter for how many hours it can",
    ),
    (
        "a_grace_of_what_ends_no_cycle",
        change(DEFINITIONS, "sal_v1", grace_hours="0"),
        DEFINITIONS,
        "sal_v1",
        "grace_hours 0 of sal, which ends no cycle; empty the cell",
    ),
    (
        "a_segment_of_half_everybody",
        change(DEFINITIONS, "mql_v2", segment_value="olist"),
        DEFINITIONS,
        "mql_v2",
        "mixes everybody with a segment",
    ),
    (
        "leads_of_one_industry",
        change(
            DEFINITIONS, "lead_v1", segment_dimension="industry", segment_value="retail"
        ),
        DEFINITIONS,
        "lead_v1",
        "a definition of lead cannot be limited",
    ),
    (
        "leads_that_begin_one_day",
        change(DEFINITIONS, "lead_v1", valid_from="2025-04-01"),
        DEFINITIONS,
        "lead_v1",
        "is the first definition of lead but begins on 2025-04-01",
    ),
    (
        "a_segment_that_no_mapping_gives",
        change(
            DEFINITIONS,
            "mql_v3_draft",
            segment_dimension="industry",
            segment_value="manufacture",
        ),
        DEFINITIONS,
        "mql_v3_draft",
        "no mapping gives industry the value manufacture",
    ),
    (
        "two_segments_of_which_neither_is_more_specific",
        all_of(
            add(
                DEFINITIONS,
                "mql_v2",
                definition_id="mql_industry",
                segment_dimension="industry",
                segment_value="finance",
            ),
            add(
                DEFINITIONS,
                "mql_v2",
                definition_id="mql_level",
                segment_dimension="job_level",
                segment_value="executive",
            ),
            rule(
                "mql_industry",
                signal="score",
                signal_argument="total",
                comparison=">=",
                value="60",
            ),
            rule(
                "mql_level",
                signal="score",
                signal_argument="total",
                comparison=">=",
                value="60",
            ),
        ),
        DEFINITIONS,
        "mql_level",
        "neither is more specific",
    ),
]


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"),
    as_parameters([*STAGE_CASES, *VERSION_CASES]),
)
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)
