"""Breaches of what the funnel marts promise.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

L1, L2, L3, L4, L5 = (lead_key(f"L{number}") for number in range(1, 6))

COHORT = (
    "period_grain = 'month' and cohort_on = date '2026-01-01' and from_stage = 'mql'"
    " and to_stage = 'sql' and window_days = 30 and entry_policy = 'strict'"
    " and segment_dimension = 'all'"
)
PERIOD = (
    "period_grain = 'month' and period_on = date '2026-01-01' and from_stage = 'mql'"
    " and to_stage = 'sql' and entry_policy = 'strict' and segment_dimension = 'all'"
)


BREACHES = (
    (
        # 2 of 4 with the rate of 1 of 4.
        "rates_are_their_definition",
        f"update marts.mart_funnel_cohorts set cycles_converted = 2 where {COHORT}",
        "window_days=30",
    ),
    (
        "rates_are_their_definition",
        "update marts.mart_funnel_cohorts set conversion_rate = 0"
        " where cycles_mature = 0",
        "cohort_on=2026-03-01",
    ),
    (
        "rates_are_their_definition",
        f"update marts.mart_funnel_cohorts set conversion_rate = null where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "rates_are_their_definition",
        f"update marts.mart_funnel_cohorts set rate_lower = 0.26 where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "rates_are_their_definition",
        f"update marts.mart_funnel_cohorts set cycles_mature = 5, cycles_converted = 1,"
        f" conversion_rate = 0.2 where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "estimates_and_durations_are_possible",
        f"update marts.mart_funnel_cohorts set estimated_rate = 1.01 where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "estimates_and_durations_are_possible",
        "update marts.mart_funnel_cohorts set median_days = 31, p90_days = 31"
        f" where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "estimates_and_durations_are_possible",
        "update marts.mart_funnel_cohorts set is_immature = false"
        " where cycles_mature = 0",
        "cohort_on=2026-03-01",
    ),
    (
        "estimates_and_durations_are_possible",
        f"update marts.mart_funnel_cohorts set estimated_rate = 0.26 where {COHORT}",
        "period_grain=month, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=30",
    ),
    (
        "estimates_and_durations_are_possible",
        "update marts.mart_funnel_cohorts set estimated_rate = 0.5"
        " where window_days is null and cohort_on = '2026-02-01'",
        "cohort_on=2026-02-01",
    ),
    (
        "cohorts_recount_from_cycles",
        "update marts.mart_funnel_cohorts set cycles_converted = 0,"
        f" conversion_rate = 0 where {COHORT}",
        "period_grain=month, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=30",
    ),
    (
        "cohorts_recount_from_cycles",
        f"delete from marts.mart_funnel_cohorts where {COHORT}",
        "period_grain=month, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=30",
    ),
    (
        # 30 days and one second after 01-05 00:00, and no longer within the window.
        "cohorts_recount_from_cycles",
        "update facts.fct_lead_cycles set sql_at = timestamp '2026-02-03 15:00:01'"
        f" where lead_id = '{L1}'",
        "period_grain=month, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=30",
    ),
    (
        # Within 30 days of January's MQLs only L1's SQL, after 15 days.
        "cohort_durations_recount",
        f"update marts.mart_funnel_cohorts set median_days = 14 where {COHORT}",
        "period_grain=month, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=30",
    ),
    (
        # To date 15 and 36 days: by day 15 half have converted, by 36 nine in ten.
        "cohort_durations_recount",
        "update marts.mart_funnel_cohorts set p90_days = 33.9 where p90_days = 36",
        "period_grain=month, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=",
    ),
    (
        # Six cycles of the quarter: L2 leaves after 10 days, L5 is out of sight after
        # 11, of the four left L1 converts after 15, of the three then L2 after 18:
        # 5/6 * 1/4 + 5/8 * 1/3 = 5/12. Counting the five mature ones says 2/5.
        "cohort_durations_recount",
        "update marts.mart_funnel_cohorts set estimated_rate = 0.4"
        " where round(estimated_rate, 6) = 0.416667 and segment_dimension = 'all'",
        "period_grain=quarter, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=30",
    ),
    (
        # Nobody of March has been followed for 30 days.
        "cohort_durations_recount",
        "update marts.mart_funnel_cohorts set estimated_rate = 0"
        " where estimated_rate is null",
        "cohort_on=2026-03-01, from_stage=mql, to_stage=sql, window_days=30",
    ),
    (
        # L5 deleted two days after its MQL has left, and is not only out of sight.
        "cohort_durations_recount",
        "insert into intermediate.int_lead_record_states values"
        f" ('{L5}', timestamp '2026-03-22')",
        "period_grain=quarter, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=30",
    ),
    (
        "cohort_durations_recount",
        f"update marts.mart_funnel_cohorts set is_immature = true where {COHORT}",
        "cohort_on=2026-01-01, from_stage=mql, to_stage=sql, window_days=30",
    ),
    (
        "cohort_durations_recount",
        f"update marts.mart_funnel_cohorts set is_left_truncated = true where {COHORT}",
        "cohort_on=2026-01-01, from_stage=mql, to_stage=sql, window_days=30",
    ),
    (
        # Observed only from the second after L1's day, 01-05, began.
        "cohort_durations_recount",
        "update intermediate.int_lead_knowledge set observed_from = timestamp"
        f" '2026-01-04 15:00:01' where lead_id = '{L1}' and stage = 'sql'",
        "cohort_on=2026-01-01, from_stage=mql, to_stage=sql, window_days=30",
    ),
    (
        "cohort_segments_add_up",
        "update marts.mart_funnel_cohorts set cycles_entered = 7"
        " where segment_value = 'event' and period_grain = 'quarter'"
        " and to_stage = 'sql' and window_days = 30 and entry_policy = 'strict'",
        "segment_dimension=channel",
    ),
    (
        "cohort_segments_add_up",
        "delete from marts.mart_funnel_cohorts where segment_value = '(none)'",
        "segment_dimension=channel",
    ),
    (
        "period_segments_add_up",
        "update marts.mart_funnel_periods set entries_to = 7"
        " where segment_value = 'event' and to_stage = 'sql'",
        "segment_dimension=channel",
    ),
    (
        "cohorts_and_periods_agree",
        f"update marts.mart_funnel_periods set entries_from = 3 where {PERIOD}",
        "period_on=2026-01-01, from_stage=mql, to_stage=sql",
    ),
    (
        "cohorts_and_periods_agree",
        f"delete from marts.mart_funnel_periods where {PERIOD}",
        "period_on=2026-01-01, from_stage=mql, to_stage=sql",
    ),
    (
        "period_entries_recount",
        f"update marts.mart_funnel_periods set entries_to = 3 where {PERIOD}",
        "period_on=2026-01-01, from_stage=mql, to_stage=sql, entry_policy=strict",
    ),
    (
        # L4 skipped the SAL of 02-25, which is filled in.
        "period_entries_recount",
        "update marts.mart_funnel_periods set entries_to = entries_to - 1"
        " where entry_policy = 'filled' and to_stage = 'sal'"
        " and period_on = date '2026-02-01' and segment_dimension = 'all'",
        "period_grain=month, period_on=2026-02-01, from_stage=mql, to_stage=sal,"
        " entry_policy=filled",
    ),
    (
        "period_entries_recount",
        f"delete from intermediate.int_lead_knowledge where lead_id = '{L1}'"
        " and stage = 'sql'",
        "period_on=2026-01-01, from_stage=mql, to_stage=sql",
    ),
    (
        "period_entries_recount",
        "update marts.mart_funnel_periods set stage_knowledge = 'unknown',"
        f" entries_from = null, entries_to = null, period_ratio = null where {PERIOD}",
        "period_on=2026-01-01, from_stage=mql, to_stage=sql",
    ),
    (
        "period_ratios_are_their_definition",
        f"update marts.mart_funnel_periods set period_ratio = 0.26 where {PERIOD}",
        "period_on=2026-01-01",
    ),
    (
        "period_ratios_are_their_definition",
        "update marts.mart_funnel_periods set period_ratio = 0 where entries_from = 0",
        "from_stage=mql",
    ),
    (
        "unknown_periods_have_no_ratio",
        "update marts.mart_funnel_periods set stage_knowledge = 'unknown'"
        f" where {PERIOD}",
        "period_on=2026-01-01",
    ),
    (
        "unknown_periods_have_no_ratio",
        f"update marts.mart_funnel_periods set entries_from = null where {PERIOD}",
        "period_on=2026-01-01",
    ),
    (
        "unknown_is_not_zero",
        "update marts.mart_funnel_cohorts set stage_knowledge = 'unknown'"
        f" where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "unknown_is_not_zero",
        f"update marts.mart_funnel_cohorts set cycles_converted = null where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "strict_never_exceeds_filled",
        "update marts.mart_funnel_cohorts set cycles_converted = 0"
        " where entry_policy = 'filled' and to_stage = 'sal'",
        "to_stage=sal",
    ),
    (
        "strict_never_exceeds_filled",
        "delete from marts.mart_funnel_cohorts where entry_policy = 'filled'",
        "to_stage=sal",
    ),
    (
        "filled_never_grows_down_the_funnel",
        "update marts.mart_funnel_cohorts set cycles_converted = 3"
        " where entry_policy = 'filled' and to_stage = 'won'",
        "stage_before=sql, to_stage=won",
    ),
    (
        "person_conversions_recount",
        "update marts.mart_person_conversions set converted = 2, share = 0.5"
        " where people = 4",
        "metric=person_first_mql_ever, period_grain=month, period_on=2026-01-01",
    ),
    (
        # L3 cannot be known to be an SQL: three of the four count.
        "person_conversions_recount",
        f"delete from intermediate.int_lead_knowledge where lead_id = '{L3}'"
        " and stage = 'sql'",
        "metric=person_first_mql_ever, period_grain=month, period_on=2026-01-01",
    ),
    (
        # Nobody of March can be: unknown, not 0.
        "person_conversions_recount",
        f"delete from intermediate.int_lead_knowledge where lead_id = '{L5}'"
        " and stage = 'sql'",
        "metric=person_first_mql_ever, period_grain=month, period_on=2026-03-01",
    ),
    (
        "person_conversions_recount",
        "update marts.mart_person_conversions set share = 0.74"
        " where people = 4 and period_grain = 'month'",
        "metric=person_first_mql_ever, period_grain=month, period_on=2026-01-01",
    ),
    (
        "person_conversions_recount",
        "delete from marts.mart_person_conversions where metric like 'account%'",
        "metric=account_first_mql_ever, period_grain=month, period_on=2026-01-01",
    ),
)
