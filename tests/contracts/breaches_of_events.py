"""Breaches of what the events of stages and the recycling mart promise.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

L1, L2, L3, L6 = (lead_key(f"L{number}") for number in (1, 2, 3, 6))
JANUARY = "cohort_on = date '2026-01-01'"


BREACHES = (
    (
        "every_entry_is_an_event",
        f"delete from facts.fct_stage_events where lead_id = '{L2}' and stage = 'sal'",
        f"lead_id={L2}, cycle_number=1, stage=sal",
    ),
    (
        # What was taken back entered nothing.
        "every_entry_is_an_event",
        "update facts.fct_stage_events set effect = 'entered'"
        f" where lead_id = '{L3}' and stage = 'disqualified'",
        f"lead_id={L3}, cycle_number=1, stage=disqualified",
    ),
    (
        "every_entry_is_an_event",
        "update facts.fct_stage_events set effect = 'superseded'"
        f" where lead_id = '{L1}' and stage = 'won'",
        f"lead_id={L1}, cycle_number=1, stage=won",
    ),
    (
        "every_entry_is_an_event",
        "update facts.fct_stage_events set effect = 'out of order'"
        f" where lead_id = '{L1}' and stage = 'sql'",
        f"lead_id={L1}, cycle_number=1, stage=sql",
    ),
    (
        # An exit that was taken back is recorded all the same.
        "no_recorded_stage_disappears",
        "delete from facts.fct_stage_events where effect = 'cancelled'",
        f"lead_id={L3}",
    ),
    (
        "no_recorded_stage_disappears",
        "update facts.fct_stage_events set occurred_at = occurred_at"
        f" + interval 1 second where lead_id = '{L1}' and stage = 'won'",
        f"lead_id={L1}",
    ),
    (
        # Two records of one second are two events.
        "no_recorded_stage_disappears",
        "insert into intermediate.int_recorded_signals select * from"
        " intermediate.int_recorded_signals where signal_argument = 'recycled'",
        f"lead_id={L2}",
    ),
    (
        # The cycle of L6 counts: what was recorded of it is missing.
        "no_recorded_stage_disappears",
        "delete from intermediate.int_cycle_exclusions",
        f"lead_id={L6}",
    ),
    (
        "deals_end_as_their_events_say",
        "update facts.fct_opportunities set won_at = won_at + interval 1 second",
        f"opportunity_id={lead_key('O1')}",
    ),
    (
        # Taken back, but the deal still says won.
        "deals_end_as_their_events_say",
        "update facts.fct_stage_events set undone_at = occurred_at"
        " where signal = 'opportunity_won'",
        f"opportunity_id={lead_key('O1')}",
    ),
    (
        # The deal was reopened, but its win stands.
        "deals_end_as_their_events_say",
        "update facts.fct_opportunities set outcome = 'open', won_at = null",
        f"opportunity_id={lead_key('O1')}",
    ),
    (
        "recycling_rates_are_their_definition",
        f"update marts.mart_recycling set reentry_rate = 0 where {JANUARY}",
        "cohort_on=2026-01-01",
    ),
    (
        # None is mature: there is no rate, and 0 would be one.
        "recycling_rates_are_their_definition",
        "update marts.mart_recycling set recycling_rate = 0 where cycles_mature = 0",
        "cohort_on=2026-03-01",
    ),
    (
        "recycling_rates_are_their_definition",
        "update marts.mart_recycling set recycled_yield_rate_upper = 1"
        f" where {JANUARY} and window_days = 30",
        "cohort_on=2026-01-01",
    ),
    (
        "recycling_rates_are_their_definition",
        f"update marts.mart_recycling set recycling_reasons = null where {JANUARY}",
        "cohort_on=2026-01-01",
    ),
    (
        # A stage that nobody can know has no count, not 0.
        "recycling_rates_are_their_definition",
        "update marts.mart_recycling set yield_knowledge = 'unknown'"
        " where cohort_on = date '2026-02-01'",
        "cohort_on=2026-02-01",
    ),
    (
        "recycling_recounts_from_cycles",
        "update marts.mart_recycling set cycles_recycled = 2,"
        f" recycling_rate = 0.5 where {JANUARY}",
        "cohort_on=2026-01-01",
    ),
    (
        # L2 came back after 31 days, one too many for the window of 30.
        "recycling_recounts_from_cycles",
        f"update marts.mart_recycling set cycles_reentered = 1 where {JANUARY}",
        "cohort_on=2026-01-01, from_stage=mql, window_days=30",
    ),
    (
        "recycling_recounts_from_cycles",
        "update facts.fct_lead_cycles set sql_at = null where lead_id ="
        f" '{L2}' and cycle_number = 2",
        "cohort_on=2026-01-01, from_stage=mql",
    ),
)
