"""Breaches of what is promised of agreement and hand-overs.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

L3, L4, L5, L6 = (lead_key(f"L{number}") for number in range(3, 7))


BREACHES = (
    (
        "the_worst_verdict_is_named",
        "update facts.fct_stage_agreement set ma_definition_verdict = 'late'"
        f" where lead_id = '{L5}'",
        f"lead_id={L5}, cycle_number=1, stage=mql",
    ),
    (
        "the_worst_verdict_is_named",
        f"update facts.fct_stage_agreement set verdict = null where lead_id = '{L3}'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        "verdicts_belong_to_a_cycle",
        f"delete from facts.fct_stage_agreement where lead_id = '{L4}'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        "verdicts_belong_to_a_cycle",
        "update facts.fct_stage_agreement set defined_at = null"
        f" where lead_id = '{L4}' and stage = 'sql'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        "verdicts_belong_to_a_cycle",
        "update facts.fct_stage_agreement set sfa_at = sfa_at + interval 1 second"
        f" where lead_id = '{L4}' and stage = 'sql'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        "verdicts_belong_to_a_cycle",
        f"update facts.fct_stage_agreement set ma_at = null where lead_id = '{L3}'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        "agreement_counts_recount",
        "update marts.mart_stage_agreement set cycles = 9"
        " where period_grain = 'month' and system_pair = 'worst' and stage = 'won'",
        "period_grain=month, period_on=2026-02-01, stage=won, system_pair=worst",
    ),
    (
        "agreement_counts_recount",
        "delete from marts.mart_stage_agreement where stage = 'won'",
        "period_grain=month, period_on=2026-02-01, stage=won, system_pair=worst",
    ),
    (
        # The SFA said L3's MQL 42 hours before the MA: minus, not plus.
        "verdicts_belong_to_a_cycle",
        "update facts.fct_stage_agreement set sync_delay_hours = 42"
        f" where lead_id = '{L3}' and stage = 'mql'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        # A tool that is silent is not late by any number of hours.
        "verdicts_belong_to_a_cycle",
        "update facts.fct_stage_agreement set sync_delay_hours = 0"
        f" where lead_id = '{L4}' and stage = 'mql'",
        f"lead_id={L4}, cycle_number=1, stage=mql",
    ),
    (
        "agreement_counts_recount",
        "update marts.mart_stage_agreement set median_delay_hours = 24"
        " where period_grain = 'month' and system_pair = 'ma_sfa'"
        " and verdict = 'late'",
        "period_on=2026-01-01, stage=mql, system_pair=ma_sfa, verdict=late",
    ),
    (
        "agreement_counts_recount",
        "update marts.mart_stage_agreement set p90_delay_hours = null"
        " where period_grain = 'month' and system_pair = 'ma_sfa'"
        " and verdict = 'late'",
        "period_on=2026-01-01, stage=mql, system_pair=ma_sfa, verdict=late",
    ),
    (
        # Of three verdicts there is no one delay.
        "agreement_counts_recount",
        "update marts.mart_stage_agreement set median_delay_hours = 48"
        " where period_grain = 'month' and system_pair = 'worst' and verdict = 'late'",
        "period_on=2026-01-01, stage=mql, system_pair=worst, verdict=late",
    ),
    (
        "every_disagreement_is_queued",
        f"delete from marts.mart_agreement_queue where lead_id = '{L3}'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        "every_disagreement_is_queued",
        "update marts.mart_agreement_queue set verdict = 'missing in MA'"
        f" where lead_id = '{L4}'",
        f"lead_id={L4}, cycle_number=1, stage=mql",
    ),
    (
        # What agrees is nobody's work.
        "every_disagreement_is_queued",
        "insert into marts.mart_agreement_queue select * replace"
        f" ('{L5}' as lead_id, 3 as queue_rank) from marts.mart_agreement_queue"
        " where queue_rank = 2",
        f"lead_id={L5}, cycle_number=1, stage=mql",
    ),
    (
        "every_disagreement_is_queued",
        f"update marts.mart_agreement_queue set queue_rank = 3 where lead_id = '{L3}'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        "every_disagreement_is_queued",
        "update marts.mart_agreement_queue set pipeline_at_stake = 166666.68"
        f" where lead_id = '{L3}'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        # A stake that nobody knows comes last.
        "every_disagreement_is_queued",
        "update marts.mart_agreement_queue set pipeline_at_stake = null"
        f" where lead_id = '{L4}'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        "handovers_are_those_delivered",
        "delete from facts.fct_handovers where handover_id = 'H1'",
        "source=exports, handover_id=H1",
    ),
    (
        "handovers_are_those_delivered",
        "update facts.fct_handovers set handed_over_at = handed_over_at"
        " + interval 1 second where handover_id = 'H1'",
        "source=exports, handover_id=H1",
    ),
    (
        "handovers_are_those_delivered",
        "update facts.fct_handovers set to_user_id = null where handover_id = 'H1'",
        "source=exports, handover_id=H1",
    ),
    (
        # The hand-over of L6, whose cycle does not count.
        "handovers_are_those_delivered",
        "insert into facts.fct_handovers select * replace"
        f" ('{L6}' as lead_id, 'H2' as handover_id) from facts.fct_handovers"
        " where handover_id = 'H1'",
        "source=exports, handover_id=H2",
    ),
    (
        # L1 has no second cycle.
        "handovers_are_those_delivered",
        "update facts.fct_handovers set cycle_number = 2 where handover_id = 'H1'",
        "source=exports, handover_id=H1",
    ),
)
