"""Breaches of what the facts and dimensions promise.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

L1, L2, L3, L4, L5 = (lead_key(f"L{number}") for number in range(1, 6))


BREACHES = (
    (
        "stages_in_order",
        "update facts.fct_lead_cycles set sal_at = sql_at + interval 1 second"
        f" where lead_id = '{L1}'",
        f"lead_id={L1}, cycle_number=1",
    ),
    (
        "stages_in_order",
        "update facts.fct_lead_cycles set recycled_at = sal_at - interval 1 second"
        f" where lead_id = '{L2}' and cycle_number = 1",
        f"lead_id={L2}, cycle_number=1",
    ),
    (
        "cycles_follow_each_other",
        f"update facts.fct_lead_cycles set cycle_number = 3 where lead_id = '{L2}'"
        " and cycle_number = 2",
        f"lead_id={L2}, cycle_number=3",
    ),
    (
        "cycles_follow_each_other",
        "update facts.fct_lead_cycles set opened_at = timestamp '2026-01-19 14:59:59'"
        f" where lead_id = '{L2}' and cycle_number = 2",
        f"lead_id={L2}, cycle_number=2",
    ),
    (
        "cycles_follow_each_other",
        f"update facts.fct_lead_cycles set is_open = true where lead_id = '{L1}'",
        f"lead_id={L1}, cycle_number=1",
    ),
    (
        "cycle_times_have_their_entry",
        f"delete from facts.fct_stage_entries where lead_id = '{L3}' and stage = 'mql'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        "cycle_times_have_their_entry",
        f"delete from facts.fct_stage_entries where lead_id = '{L3}'"
        " and stage = 'lead'",
        f"lead_id={L3}, cycle_number=1, stage=lead",
    ),
    (
        "entries_are_in_their_cycle",
        f"update facts.fct_lead_cycles set sql_at = null where lead_id = '{L4}'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        # An inferred time must stay out of the cycle.
        "entries_are_in_their_cycle",
        f"update facts.fct_lead_cycles set sal_at = sql_at where lead_id = '{L4}'",
        f"lead_id={L4}, cycle_number=1, stage=sal",
    ),
    (
        "entries_belong_to_a_cycle",
        f"delete from facts.fct_lead_cycles where lead_id = '{L5}'",
        f"lead_id={L5}, cycle_number=1, stage=mql",
    ),
    (
        "entries_belong_to_a_cycle",
        "update facts.fct_stage_entries set recorded_at = timestamp '2026-03-31 15:00'"
        f" where lead_id = '{L5}' and stage = 'sal'",
        f"lead_id={L5}, cycle_number=1, stage=sal",
    ),
    (
        "entries_end_with_the_next",
        "update facts.fct_stage_entries set exited_at = exited_at + interval 1 second"
        f" where lead_id = '{L5}' and stage = 'mql'",
        f"lead_id={L5}, cycle_number=1, stage=mql",
    ),
    (
        # L4 left its MQL for its SQL; the SAL of that second is inferred.
        "entries_end_with_the_next",
        "update facts.fct_stage_entries set exit_to = 'sal'"
        f" where lead_id = '{L4}' and stage = 'mql'",
        f"lead_id={L4}, cycle_number=1, stage=mql",
    ),
    (
        "entries_end_with_the_next",
        "update facts.fct_stage_entries set exited_at = timestamp '2026-03-30'"
        f" where lead_id = '{L5}' and stage = 'sal'",
        f"lead_id={L5}, cycle_number=1, stage=sal",
    ),
    (
        "entries_belong_to_a_cycle",
        "update facts.fct_stage_entries set entered_at = timestamp '2026-03-31 15:00'"
        f" where lead_id = '{L5}' and stage = 'sal'",
        f"lead_id={L5}, cycle_number=1, stage=sal",
    ),
    (
        "every_lead_resolves",
        f"delete from dimensions.dim_leads where lead_id = '{L4}'",
        f"lead_id={L4}, cycle_number=1",
    ),
    (
        "every_lead_resolves",
        f"update facts.fct_lead_cycles set channel = 'event' where lead_id = '{L5}'",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        # L4 is gone from every table of leads at once, so no table misses another.
        "every_record_resolves",
        "; ".join(
            f"delete from {table} where lead_id = '{L4}'"
            for table in (
                "dimensions.dim_leads",
                "dimensions.dim_lead_aliases",
                "facts.fct_lead_cycles",
                "facts.fct_stage_entries",
            )
        ),
        f"lead_id={L4}",
    ),
    (
        "every_record_resolves",
        f"delete from facts.fct_lead_cycles where lead_id = '{L3}'",
        f"lead_id={L3}",
    ),
    (
        "every_alias_resolves",
        f"delete from dimensions.dim_leads where lead_id = '{L4}'",
        f"lead_id={L4}",
    ),
    (
        "every_alias_resolves",
        f"delete from dimensions.dim_lead_aliases where member_key = '{L1}'",
        f"lead_id={L1}",
    ),
    (
        "opportunities_are_those_delivered",
        "delete from facts.fct_opportunities",
        f"lead_id={L1}",
    ),
    (
        "opportunities_are_those_delivered",
        "update facts.fct_opportunities set amount = amount + 1",
        f"lead_id={L1}",
    ),
    (
        "opportunities_count_once",
        "insert into facts.fct_opportunities select * replace (2 as cycle_number)"
        " from facts.fct_opportunities",
        f"opportunity_id={lead_key('O1')}",
    ),
    (
        "opportunities_count_once",
        "update facts.fct_opportunities set outcome = 'lost'",
        f"opportunity_id={lead_key('O1')}",
    ),
    (
        # A deal that is lost on the way.
        "every_deal_is_counted_or_named",
        "delete from marts.mart_uncounted_opportunities where lead_id is null",
        "outcome=lost",
    ),
    (
        # One that counts after all is not to be named as well.
        "every_deal_is_counted_or_named",
        "insert into marts.mart_uncounted_opportunities by name"
        " select 'exports' as source, opportunity_id, 'o1' as source_opportunity_id,"
        " 'nobody known' as reason, outcome, amount, created_at, won_at"
        " from facts.fct_opportunities",
        "outcome=won",
    ),
    (
        "every_deal_is_counted_or_named",
        "update marts.mart_uncounted_opportunities set reason = 'nobody known'",
        "outcome=won",
    ),
    (
        "every_raw_row_is_accounted_for",
        "update intermediate.int_row_accounting set accepted = 4",
        "source=exports, table_name=ma_leads",
    ),
    (
        "every_raw_row_is_accounted_for",
        "update intermediate.int_row_accounting set counted_records = 11",
        "source=exports, table_name=ma_leads",
    ),
    (
        "every_raw_row_is_accounted_for",
        "delete from intermediate.int_row_accounting",
        "rows_present=0",
    ),
)
