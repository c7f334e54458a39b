"""Breaches of what is promised of the book and of entries that follow from it.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

L1, L2, L3, L4, L5 = (lead_key(f"L{number}") for number in range(1, 6))
STEP = (
    "period_grain = 'month' and cohort_on = date '2026-01-01' and from_stage = 'mql'"
    " and to_stage = 'sql' and entry_policy = 'strict' and segment_dimension = 'all'"
)


BREACHES = (
    (
        "definitions_equal_the_book",
        "update dimensions.dim_stage_definitions set statement_en = 'Reworded'"
        " where definition_id = 'mql_v2'",
        "definition_id=mql_v2",
    ),
    (
        "definitions_equal_the_book",
        "delete from dimensions.dim_stage_definitions where definition_id = 'mql_v3'",
        "definition_id=mql_v3",
    ),
    (
        "kpis_equal_the_book",
        "update dimensions.dim_kpis set window_days = 60 where unit = 'person'",
        "kpi_id=person_first_mql_ever",
    ),
    (
        "kpis_equal_the_book",
        "delete from dimensions.dim_kpis where unit = 'account'",
        "kpi_id=account_first_mql_ever",
    ),
    (
        "one_definition_in_force",
        "update dimensions.dim_stage_definitions set status = 'in_force'"
        " where definition_id = 'mql_v3'",
        "mql_v2, other_definition_id=mql_v3",
    ),
    (
        # One day of overlap: mql_v1 until 02-02, mql_v2 from 02-01.
        "one_definition_in_force",
        "update dimensions.dim_stage_definitions set valid_to = date '2026-02-02'"
        " where definition_id = 'mql_v1'",
        "mql_v1, other_definition_id=mql_v2",
    ),
    (
        "no_gap_between_definitions",
        "update dimensions.dim_stage_definitions set valid_to = date '2026-01-31'"
        " where definition_id = 'mql_v1'",
        "definition_id=mql_v1, next_definition_id=mql_v2",
    ),
    (
        # L2's second cycle was opened by an MQL of 02-20, under mql_v2.
        "cycles_cite_their_opening",
        "update facts.fct_lead_cycles set definition_id = 'mql_v1'"
        f" where lead_id = '{L2}' and cycle_number = 2",
        f"lead_id={L2}, cycle_number=2",
    ),
    (
        "cycles_cite_their_opening",
        "update facts.fct_lead_cycles set definition_id = 'mql_v1'"
        f" where lead_id = '{L3}'",
        f"lead_id={L3}, cycle_number=1",
    ),
    (
        "cycles_cite_their_opening",
        "update facts.fct_stage_entries set is_adoption = true"
        f" where lead_id = '{L2}' and cycle_number = 2 and stage = 'mql'",
        f"lead_id={L2}, cycle_number=2",
    ),
    (
        # In force only from 02-01; L3's entry is of 01-15.
        "entries_cite_a_definition_in_force",
        "update facts.fct_stage_entries set definition_id = 'mql_v2'"
        f" where lead_id = '{L3}' and stage = 'mql'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        "entries_cite_a_definition_in_force",
        "update facts.fct_stage_entries set definition_id = 'mql_v3'"
        f" where lead_id = '{L5}' and stage = 'mql'",
        f"lead_id={L5}, cycle_number=1, stage=mql",
    ),
    (
        # Nobody is counted on the day of a definition that waits for the next signal.
        "entries_cite_a_definition_in_force",
        "update facts.fct_stage_entries set is_adoption = true, entered_at = timestamp"
        f" '2026-01-31 15:00' where lead_id = '{L2}' and cycle_number = 2"
        " and stage = 'mql'",
        f"lead_id={L2}, cycle_number=2, stage=mql",
    ),
    (
        # Where it counts everybody, it does so on 02-01, not on 02-20.
        "entries_cite_a_definition_in_force",
        "update dimensions.dim_stage_definitions set adoption_policy = 'at_adoption';"
        " update facts.fct_stage_entries set is_adoption = true"
        f" where lead_id = '{L2}' and cycle_number = 2 and stage = 'mql'",
        f"lead_id={L2}, cycle_number=2, stage=mql",
    ),
    (
        # The last second before midnight of 02-01 in Tokyo is still mql_v1's.
        "entries_cite_a_definition_in_force",
        "update facts.fct_stage_entries set entered_at = timestamp '2026-01-31"
        f" 14:59:59' where lead_id = '{L2}' and cycle_number = 2 and stage = 'mql'",
        f"lead_id={L2}, cycle_number=2, stage=mql",
    ),
    (
        # L3 has an enquiry and 300 employees, but no points.
        "every_rule_entry_follows_from_the_book",
        "update facts.fct_stage_entries set reason = 'rule group 2'"
        f" where lead_id = '{L3}' and stage = 'mql'",
        f"lead_id={L3}, cycle_number=1",
    ),
    (
        # 49 employees are not 50.
        "every_rule_entry_follows_from_the_book",
        "update intermediate.int_attribute_events set value = '49', value_number = 49"
        f" where lead_id = '{L1}'",
        f"lead_id={L1}, cycle_number=1",
    ),
    (
        "every_rule_entry_follows_from_the_book",
        "delete from intermediate.int_counted_touches where source_record_id = 'm3'",
        f"lead_id={L3}, cycle_number=1",
    ),
    (
        # A day earlier the white paper is worth 100 * 2^-1.1 = 46.65: 76.65 points.
        "every_rule_entry_follows_from_the_book",
        "update intermediate.int_counted_touches set occurred_at = occurred_at"
        " - interval 1 day where touch_type = 'whitepaper'",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        # Two white papers on a day still give the 100 points of the cap, not 200:
        # without the seminar 50 points are left.
        "every_rule_entry_follows_from_the_book",
        "update intermediate.int_counted_touches set touch_type = 'whitepaper',"
        " occurred_at = timestamp '2026-03-09 15:00' where touch_type = 'seminar'",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        # The rule holds, but nothing happened to L4 at that second.
        "every_rule_entry_follows_from_the_book",
        "update facts.fct_stage_entries set entered_at = entered_at + interval 1 second"
        f" where lead_id = '{L4}' and stage = 'mql'",
        f"lead_id={L4}, cycle_number=1",
    ),
    (
        "every_rule_entry_follows_from_the_book",
        "update intermediate.int_lead_gaps set cooled_after_at = timestamp"
        f" '2026-02-19 15:00' where lead_id = '{L2}' and gap_number = 1",
        f"lead_id={L2}, cycle_number=2",
    ),
    (
        # A definition for small companies replaces the general one for L5.
        "every_rule_entry_follows_from_the_book",
        "insert into book.stage_definitions by name select * replace ('mql_small' as"
        " definition_id, 'employees' as segment_dimension, '5' as segment_value)"
        " from book.stage_definitions where definition_id = 'mql_v2'",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        # Exactly 30 days before the entry is outside (d - 30, d].
        "every_rule_entry_follows_from_the_book",
        "insert into intermediate.int_counted_touches values ('exports', 'm3', 'other',"
        " null, timestamp '2026-01-14 15:00'); update intermediate.int_counted_touches"
        " set occurred_at = timestamp '2025-12-15 15:00'"
        " where source_record_id = 'm3' and touch_type = 'enquiry'",
        f"lead_id={L3}, cycle_number=1",
    ),
    (
        # 02-18 is the eighth day before 02-25, counted with it.
        "every_rule_entry_follows_from_the_book",
        "update intermediate.int_recorded_signals set occurred_at = occurred_at"
        " - interval 1 day where occurred_at = timestamp '2026-02-18 15:00'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        # What was recorded before an exit is of the cycle before.
        "every_rule_entry_follows_from_the_book",
        "update intermediate.int_lead_gaps set starts_after_at = timestamp"
        f" '2026-02-18 15:00' where lead_id = '{L4}'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        "every_rule_entry_follows_from_the_book",
        "update intermediate.int_attribute_events set value = 'asked'"
        " where attribute = 'budget'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        # The status alone is evidence; no rule is evaluated that asks for no more.
        "every_rule_entry_follows_from_the_book",
        "update book.stage_rules set rule_group = 3 where signal = 'sfa_field';"
        " update intermediate.int_recorded_signals set signal = 'sfa_status',"
        " signal_argument = 'sql' where occurred_at = timestamp '2026-02-24 15:00'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        # The third call connected in the week, but the entry is a second later.
        "every_rule_entry_follows_from_the_book",
        "insert into intermediate.int_recorded_signals select * from"
        " intermediate.int_recorded_signals; update facts.fct_stage_entries set"
        f" entered_at = entered_at + interval 1 second where lead_id = '{L4}'"
        " and stage = 'sql'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        # In the cool-down a touch is no signal, though the calls of before are enough.
        "every_rule_entry_follows_from_the_book",
        "update intermediate.int_recorded_signals set occurred_at = occurred_at"
        " - interval 1 hour where occurred_at = timestamp '2026-02-24 15:00';"
        " insert into intermediate.int_counted_touches values"
        " ('exports', 'm4', 'seminar', null, timestamp '2026-02-24 15:00');"
        " update intermediate.int_lead_gaps set cooled_after_at = timestamp"
        f" '2026-02-28 15:00' where lead_id = '{L4}'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        # Another window of the same pair.
        "official_cohorts_are_the_kpis",
        f"update marts.mart_funnel_cohorts set is_official = true where {STEP}"
        " and window_days is null",
        "cohort_on=2026-01-01, from_stage=mql, to_stage=sql, window_days=(none)",
    ),
    *(
        (
            # What was reported is what was official.
            "official_cohorts_are_the_kpis",
            f"update marts.mart_funnel_cohorts set is_official = false where {STEP}"
            f" and definition_basis = '{basis}'",
            f"definition_basis={basis}, period_grain=month, cohort_on=2026-01-01",
        )
        for basis in ("then", "reported")
    ),
    *(
        (
            # A KPI that is not official, not in force, not of cycles or not this one.
            "official_cohorts_are_the_kpis",
            f"update dimensions.dim_kpis set {change} where unit = 'cycle'",
            "cohort_on=2026-01-01, from_stage=mql, to_stage=sql, window_days=30",
        )
        for change in (
            "is_official = false",
            "valid_to = date '2026-03-31'",
            "valid_from = date '2026-04-01'",
            "unit = 'person'",
            "definition_basis = 'now'",
            "from_stage = 'sal'",
            "to_stage = 'won'",
            "entry_policy = 'filled'",
            "window_days = 60",
        )
    ),
)
