"""Breaches of what the clauses and the history of a lead promise.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

L1, L2, L3, L4, L5, L6 = (lead_key(f"L{number}") for number in range(1, 7))
HISTORY = "update marts.mart_lead_history set"
CLAUSES = "update marts.mart_lead_clauses set"
ENTRY = "update marts.mart_entry_clauses set"

BREACHES = (
    (
        "every_event_is_in_the_history",
        f"delete from marts.mart_lead_history where lead_id = '{L2}' and stage = 'sal'",
        f"lead_id={L2}, event_kind=stage",
    ),
    (
        # An exit that was taken back ended nothing.
        "every_event_is_in_the_history",
        f"{HISTORY} event = 'entered' where event = 'cancelled'",
        f"lead_id={L3}, event_kind=stage",
    ),
    (
        "every_event_is_in_the_history",
        f"{HISTORY} cycle_number = 1 where lead_id = '{L2}' and stage = 'sql'",
        f"lead_id={L2}, event_kind=stage",
    ),
    (
        "every_event_is_in_the_history",
        "delete from marts.mart_lead_history where event_kind = 'handover'",
        f"lead_id={L1}, event_kind=handover",
    ),
    (
        "every_event_is_in_the_history",
        f"{HISTORY} stage = 'cold' where event_kind = 'temperature'"
        f" and lead_id = '{L1}'",
        f"lead_id={L1}, event_kind=temperature",
    ),
    (
        # Sales called L1 hot; by the rule it was hot before.
        "every_event_is_in_the_history",
        f"{HISTORY} event = 'temperature' where event = 'temperature recorded'"
        f" and lead_id = '{L1}'",
        f"lead_id={L1}, event_kind=temperature",
    ),
    (
        # L5 had its 80 points at the seminar, not at the white paper.
        "every_event_is_in_the_history",
        f"{HISTORY} event_kind = 'score', event = 'score fell' where"
        f" event_kind = 'touches' and lead_id = '{L5}'",
        f"lead_id={L5}, event_kind=score",
    ),
    (
        "histories_are_in_order",
        f"{HISTORY} event_number = event_number + 1 where lead_id = '{L3}'",
        f"lead_id={L3}, event_number=2",
    ),
    (
        "histories_are_in_order",
        f"{HISTORY} occurred_at = timestamp '2025-01-01' where lead_id = '{L1}'"
        " and stage = 'won'",
        f"lead_id={L1}",
    ),
    (
        "histories_are_in_order",
        f"{HISTORY} touches = null where event_kind = 'touches' and lead_id = '{L4}'",
        f"lead_id={L4}",
    ),
    (
        "histories_are_in_order",
        f"{HISTORY} points = 1 where event_kind = 'handover' and lead_id = '{L1}'",
        f"lead_id={L1}",
    ),
    (
        "histories_are_in_order",
        f"{HISTORY} blocked_until_at = occurred_at where event_kind = 'handover'",
        f"lead_id={L1}",
    ),
    (
        # Over by then.
        "histories_are_in_order",
        f"{HISTORY} blocked_until_at = occurred_at - interval 1 second,"
        f" event = 'score rose' where event_kind = 'touches' and lead_id = '{L5}'",
        f"lead_id={L5}",
    ),
    (
        # Of one of our own it is told what it read.
        "histories_are_in_order",
        f"{HISTORY} event_kind = 'stage' where lead_id = '{L6}'",
        f"lead_id={L6}, event_number=1",
    ),
    (
        "histories_count_every_touch",
        f"{HISTORY} touches = 2 where event_kind = 'touches' and lead_id = '{L4}'",
        f"lead_id={L4}",
    ),
    (
        "histories_count_every_touch",
        "delete from marts.mart_lead_history where event_kind = 'touches'"
        f" and lead_id = '{L3}'",
        f"lead_id={L3}",
    ),
    (
        # 50 employees are the 50 asked for.
        "clauses_say_what_is_observed",
        f"{CLAUSES} verdict = 'not_met', shortfall = 0 where lead_id = '{L1}'"
        " and clause_en = 'employees'",
        f"lead_id={L1}, stage=mql",
    ),
    (
        "clauses_say_what_is_observed",
        f"{CLAUSES} verdict = 'met', shortfall = null where lead_id = '{L5}'"
        " and clause_en = 'score'",
        f"lead_id={L5}, stage=mql",
    ),
    (
        "clauses_say_what_is_observed",
        f"{CLAUSES} comparison = '>' where lead_id = '{L1}'"
        " and clause_en = 'employees'",
        f"lead_id={L1}, stage=mql",
    ),
    (
        "clauses_say_what_is_observed",
        f"{CLAUSES} is_negated = true where lead_id = '{L4}' and clause_en = 'calls'",
        f"lead_id={L4}, stage=sql",
    ),
    (
        "clauses_say_what_is_observed",
        f"{CLAUSES} shortfall = 42 where lead_id = '{L5}' and clause_en = 'score'",
        f"lead_id={L5}, stage=mql",
    ),
    (
        "clauses_say_what_is_observed",
        f"{CLAUSES} verdict = 'not_met' where line = 'excluded'",
        f"lead_id={L6}",
    ),
    (
        "clauses_say_what_is_observed",
        f"{CLAUSES} rule_group = 0 where lead_id = '{L3}' and clause_en = 'calls'",
        f"lead_id={L3}, stage=sql",
    ),
    (
        # Calls are missing: a confirmed budget is not enough.
        "groups_hold_by_their_clauses",
        f"{CLAUSES} is_group_holding = true where lead_id = '{L4}'"
        " and stage = 'sql' and rule_group = 2",
        f"lead_id={L4}, stage=sql",
    ),
    (
        "groups_hold_by_their_clauses",
        f"{CLAUSES} is_group_holding = true where lead_id = '{L4}'"
        " and clause_en = 'budget'",
        f"lead_id={L4}, stage=sql",
    ),
    (
        "groups_hold_by_their_clauses",
        f"{CLAUSES} is_group_holding = false where lead_id = '{L2}'"
        " and clause_en = 'status'",
        f"lead_id={L2}, stage=sql",
    ),
    (
        "groups_hold_by_their_clauses",
        f"{CLAUSES} definition_state = 'not_met' where lead_id = '{L2}'"
        " and stage = 'sql'",
        f"lead_id={L2}, stage=sql",
    ),
    (
        "groups_hold_by_their_clauses",
        f"{CLAUSES} definition_state = 'blocked' where lead_id = '{L3}'"
        " and stage = 'sql'",
        f"lead_id={L3}, stage=sql",
    ),
    (
        "groups_hold_by_their_clauses",
        f"{CLAUSES} definition_state = 'blocked' where lead_id = '{L3}'"
        " and clause_en = 'calls'",
        f"lead_id={L3}, stage=sql",
    ),
    (
        # A version that does not apply is not simply unmet.
        "groups_hold_by_their_clauses",
        f"{CLAUSES} line = 'segment' where lead_id = '{L3}' and clause_en = 'calls'",
        f"lead_id={L3}, stage=sql",
    ),
    (
        # One of our own is not merely short of points.
        "groups_hold_by_their_clauses",
        f"{CLAUSES} definition_state = 'not_met' where lead_id = '{L6}'"
        " and stage = 'mql'",
        f"lead_id={L6}, stage=mql",
    ),
    (
        "groups_hold_by_their_clauses",
        f"{CLAUSES} definition_state = 'not_counted' where lead_id = '{L5}'"
        " and stage = 'sql'",
        f"lead_id={L5}, stage=sql",
    ),
    (
        # When sales said so, too: the rule had said so since 01-05.
        "reached_is_what_the_facts_say",
        f"{CLAUSES} reached_at = timestamp '2026-01-09 15:00' where stage = 'hot'",
        f"lead_id={L1}, stage=hot",
    ),
    (
        "reached_is_what_the_facts_say",
        f"{CLAUSES} reached_at = reached_at + interval 1 second"
        f" where lead_id = '{L3}' and stage = 'mql'",
        f"lead_id={L3}, stage=mql",
    ),
    (
        # By the version of then, not by that of today.
        "reached_is_what_the_facts_say",
        f"{CLAUSES} reached_definition_id = 'mql_v2' where lead_id = '{L4}'"
        " and stage = 'mql'",
        f"lead_id={L4}, stage=mql",
    ),
    (
        # L1's cycle was won: nothing is reached any more.
        "reached_is_what_the_facts_say",
        f"{CLAUSES} definition_state = 'reached', cycle_number = 1, reached_at ="
        " timestamp '2026-01-04 15:00', reached_definition_id = 'mql_v1'"
        f" where lead_id = '{L1}' and stage = 'mql'",
        f"lead_id={L1}, stage=mql",
    ),
    (
        "reached_is_what_the_facts_say",
        f"{CLAUSES} definition_state = 'not_met' where lead_id = '{L5}'"
        " and stage = 'mql'",
        f"lead_id={L5}, stage=mql",
    ),
    (
        "what_holds_is_reached_or_says_why",
        f"{CLAUSES} definition_state = 'blocked' where lead_id = '{L2}'"
        " and stage = 'sql'",
        f"lead_id={L2}, stage=sql",
    ),
    (
        # On the day of her last signal the version held: she waits for nothing.
        "what_holds_is_reached_or_says_why",
        f"{CLAUSES} line = 'waits_for_signal', verdict = 'blocks' where"
        f" lead_id = '{L3}' and clause_en = 'score';"
        " insert into intermediate.int_day_conditions values"
        f" ('then', '{L3}', 0, 3, true, true, true, true, false, date '2026-01-15');"
        " insert into intermediate.int_rule_groups values ('then', 'mql', 'success',"
        " 3, 4, false, date '0001-01-01', date '9999-12-31')",
        f"lead_id={L3}, stage=mql",
    ),
    (
        "every_lead_has_its_clauses",
        f"delete from marts.mart_lead_clauses where lead_id = '{L6}'"
        " and clause_en = 'score'",
        f"lead_id={L6}, stage=mql, definition_id=mql_v2",
    ),
    (
        "every_lead_has_its_clauses",
        f"delete from marts.mart_lead_clauses where lead_id = '{L6}'",
        f"lead_id={L6}, stage=sql",
    ),
    (
        "every_lead_has_its_clauses",
        "update book.stage_definitions set status = 'in_force', valid_from ="
        " date '2026-02-01', valid_to = null where definition_id = 'mql_v1'",
        "definition_id=mql_v1",
    ),
    (
        "entries_meet_their_clauses",
        f"{ENTRY} verdict = 'not_met' where lead_id = '{L4}' and clause_en = 'budget'",
        f"lead_id={L4}, stage=sql",
    ),
    (
        # What is left of her points today is not what made the MQL.
        "entries_meet_their_clauses",
        f"{ENTRY} observed_number = 37.32132 where lead_id = '{L5}'"
        " and clause_en = 'score'",
        f"lead_id={L5}, stage=mql",
    ),
    (
        "entries_meet_their_clauses",
        f"{ENTRY} is_negated = true where lead_id = '{L1}' and clause_en = 'enquiry'",
        f"lead_id={L1}, stage=mql",
    ),
    (
        "entries_meet_their_clauses",
        f"{ENTRY} rule_group = 2 where lead_id = '{L3}' and clause_en = 'enquiry'",
        f"lead_id={L3}, stage=mql",
    ),
    (
        "entries_meet_their_clauses",
        f"{ENTRY} observed = null where lead_id = '{L4}' and clause_en = 'budget'",
        f"lead_id={L4}, stage=sql",
    ),
    (
        "entries_meet_their_clauses",
        f"{ENTRY} recorded_at = timestamp '2026-03-01' where lead_id = '{L5}'"
        " and stage = 'sal'",
        f"lead_id={L5}, stage=sal",
    ),
    (
        "entries_meet_their_clauses",
        f"{ENTRY} line = 'segment' where lead_id = '{L4}' and clause_en = 'budget'",
        f"lead_id={L4}, stage=sql",
    ),
    (
        "every_entry_has_its_clauses",
        f"delete from marts.mart_entry_clauses where lead_id = '{L2}'"
        " and cycle_number = 1 and clause_en = 'enquiry'",
        f"lead_id={L2}, stage=mql",
    ),
    (
        "every_entry_has_its_clauses",
        f"delete from marts.mart_entry_clauses where lead_id = '{L1}'"
        " and stage = 'opportunity'",
        f"lead_id={L1}, stage=opportunity",
    ),
    (
        # The fact cites group 2.
        "every_entry_has_its_clauses",
        f"{ENTRY} rule_group = 1 where lead_id = '{L5}' and stage = 'mql'",
        f"lead_id={L5}, stage=mql",
    ),
    (
        # Today is not the day of the entry.
        "every_entry_has_its_clauses",
        f"{ENTRY} entered_at = timestamp '2026-03-30' where lead_id = '{L3}'",
        f"lead_id={L3}, stage=mql",
    ),
    (
        "every_entry_has_its_clauses",
        f"{CLAUSES} definition_status = 'draft', definition_state = 'reached',"
        " reached_definition_id = definition_id, reached_at = timestamp '2026-03-01'"
        f" where lead_id = '{L6}' and clause_en = 'score'",
        f"lead_id={L6}, stage=mql",
    ),
)
