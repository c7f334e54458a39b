"""Breaches of what the marts of stocks, changes and KPIs promise.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

L1, L3, L5 = (lead_key(name) for name in ("L1", "L3", "L5"))
FLOW = "period_grain = 'month' and period_on = date '2026-02-01' and stage = 'mql'"
CHANGE = "period_1 = date '2026-02-01' and segment_value = 'web'"
JANUARY = "period_on = date '2026-01-01' and period_grain = 'month'"
RATE = f"kpi_id = 'mql_to_sql_rate' and {JANUARY}"

BREACHES = (
    (
        "stage_flow_balances",
        f"update marts.mart_stage_flow set cycles_in = cycles_in + 1 where {FLOW}",
        "period_grain=month, period_on=2026-02-01, stage=mql",
    ),
    (
        # One more and one less: the balance holds, the way out does not.
        "stage_flow_balances",
        f"update marts.mart_stage_flow set cycles_lost = 1 where {FLOW}",
        "period_grain=month, period_on=2026-02-01, stage=mql",
    ),
    (
        # February then begins with one more than January ended with.
        "stage_flow_balances",
        "update marts.mart_stage_flow set cycles_opening = cycles_opening + 1,"
        f" cycles_closing = cycles_closing + 1 where {FLOW}",
        "period_grain=month, period_on=2026-02-01, stage=mql",
    ),
    (
        "stage_flow_balances",
        "update marts.mart_stage_flow set stage_knowledge = 'unknown'"
        " where stage = 'won' and period_grain = 'quarter'",
        "period_grain=quarter, period_on=2026-01-01, stage=won",
    ),
    (
        # L1's SAL a day later than the mart says.
        "stage_flow_recounts",
        "update facts.fct_stage_entries set entered_at = timestamp '2026-01-06 15:00'"
        f" where lead_id = '{L1}' and stage = 'sal'",
        "period_on=2026-01-07, stage=sal",
    ),
    (
        # L3 is in MQL no more.
        "stage_flow_recounts",
        "insert into intermediate.int_lead_record_states values"
        f" ('{L3}', timestamp '2026-03-01 15:00')",
        "period_on=2026-03-02, stage=mql",
    ),
    (
        "stage_flow_recounts",
        "delete from marts.mart_stage_flow where stage = 'won' and period_grain = 'day'"
        " and period_on = date '2026-02-10'",
        "period_on=2026-02-10, stage=won",
    ),
    (
        # January: 24, 48 and 864 hours and one still there: by 48 half have left.
        "stage_times_are_of_the_entries",
        "update marts.mart_stage_times set median_hours = 24 where stage = 'mql'"
        " and median_hours = 48 and period_grain = 'month'",
        "period_grain=month, period_on=2026-01-01, stage=mql, hours_kind=calendar",
    ),
    (
        "stage_times_are_of_the_entries",
        "update facts.fct_stage_entries set exited_at = exited_at + interval 1 hour"
        f" where lead_id = '{L1}' and stage = 'mql'",
        "period_on=2026-01-05, stage=mql, hours_kind=calendar",
    ),
    (
        "stage_times_are_of_the_entries",
        "delete from marts.mart_stage_times where hours_kind = 'business'"
        " and stage = 'mql' and period_grain = 'quarter'",
        "period_grain=quarter, period_on=2026-01-01, stage=mql, hours_kind=business",
    ),
    (
        "stage_times_are_of_the_entries",
        "update marts.mart_stage_times set p75_hours = 1 where hours_kind = 'business'"
        " and stage = 'mql' and period_grain = 'month' and stays = 4",
        "period_on=2026-01-01, stage=mql, hours_kind=business",
    ),
    (
        "stage_times_are_of_the_entries",
        "update marts.mart_stage_times set stays_open = 0"
        " where stage = 'mql' and stays = 4 and period_grain = 'month'",
        "period_on=2026-01-01, stage=mql, hours_kind=calendar",
    ),
    (
        "what_is_open_has_an_age",
        "update marts.mart_stage_ageing set cycles = cycles + 1 where stage = 'sal'",
        "definition_basis=then, stage=sal",
    ),
    (
        "what_is_open_has_an_age",
        "delete from marts.mart_stage_ageing where stage = 'mql'",
        "definition_basis=then, stage=mql",
    ),
    (
        # L3 has been an MQL for 75 whole days.
        "what_is_open_has_an_age",
        "update marts.mart_stage_ageing set oldest_days = 76 where stage = 'mql'",
        "definition_basis=then, stage=mql",
    ),
    (
        "conversion_changes_add_up",
        f"update marts.mart_conversion_changes set mix_part = 0.0625002 where {CHANGE}",
        "period_0=2026-01-01, period_1=2026-02-01, from_stage=mql, to_stage=sql,"
        " window_days=30, entry_policy=strict, segment_dimension=channel",
    ),
    (
        # As much moved from one part to the other: they add up, but are not these.
        "conversion_changes_add_up",
        "update marts.mart_conversion_changes set mix_part = mix_part + 0.1,"
        f" rate_part = rate_part - 0.1 where {CHANGE}",
        "segment_dimension=channel",
    ),
    (
        "conversion_changes_add_up",
        f"delete from marts.mart_conversion_changes where {CHANGE}",
        "segment_dimension=channel",
    ),
    (
        "conversion_changes_are_complete",
        "delete from marts.mart_conversion_changes where period_1 = date '2026-01-19'",
        "period_grain=week, period_0=2026-01-12, period_1=2026-01-19",
    ),
    (
        "conversion_changes_are_complete",
        f"update marts.mart_conversion_changes set converted_1 = 0 where {CHANGE}",
        "segment_value=web",
    ),
    (
        # March has no mature cycle: nothing can be compared with it.
        "conversion_changes_are_complete",
        "insert into marts.mart_conversion_changes by name select * replace ("
        " date '2026-02-01' as period_0, date '2026-03-01' as period_1)"
        f" from marts.mart_conversion_changes where {CHANGE}",
        "period_0=2026-02-01, period_1=2026-03-01",
    ),
    (
        # The number of another window: 2 of 4, to date.
        "a_kpi_is_one_number",
        "update marts.mart_kpis set members_converted = 2, rate = 0.5"
        f" where kpi_id = 'mql_to_sql_rate' and {JANUARY}",
        "kpi_id=mql_to_sql_rate, period_grain=month, period_on=2026-01-01",
    ),
    (
        "a_kpi_is_one_number",
        f"delete from marts.mart_kpis where unit = 'account' and {JANUARY}",
        "kpi_id=account_first_mql_ever, period_grain=month, period_on=2026-01-01",
    ),
    (
        "a_kpi_is_one_number",
        "update marts.mart_kpis set estimated_rate = 0.4 where estimated_rate > 0.41"
        " and estimated_rate < 0.42",
        "kpi_id=mql_to_sql_rate, period_grain=quarter",
    ),
    (
        "a_kpi_is_one_number",
        f"update marts.mart_kpis set is_headline = false where unit = 'person' and"
        f" {JANUARY}",
        "kpi_id=person_first_mql_ever",
    ),
    (
        # Two official numbers of one name are two truths.
        "a_kpi_is_one_number",
        "update marts.mart_kpis set kpi_name = 'A' where unit = 'account'",
        "kpi_id=account_first_mql_ever",
    ),
    *(
        ("metrics_equal_marts_and_facts", change, f"period_on=2026-{month}-01")
        for change, month in (
            (f"update marts.mart_kpis set rate = null where {RATE}", "01"),
            (f"update marts.mart_kpis set rate = 0.26 where {RATE}", "01"),
            # Metric and mart are one number, which the cycles are not.
            (
                "update marts.mart_kpis set members_converted = 2, rate = 0.5"
                f" where {RATE}",
                "01",
            ),
            (
                "update facts.fct_lead_cycles set sql_at = mql_at + interval 31 day"
                f" where lead_id = '{L1}'",
                "01",
            ),
            (
                "update facts.fct_lead_cycles set sql_at = mql_at - interval 1 hour"
                f" where lead_id = '{L1}'",
                "01",
            ),
            # Nobody's tools know SQLs: there are none to count.
            ("delete from intermediate.int_lead_knowledge where stage = 'sql'", "01"),
            # Mature cycles that the mart does not have.
            (
                "update marts.mart_kpis set members_mature = 0, members_converted = 0,"
                " rate = null where kpi_id = 'mql_to_sql_rate'"
                " and period_on = date '2026-02-01'",
                "02",
            ),
            # L5 is an MQL from 03-01 on, 30 days ago.
            (
                "update facts.fct_lead_cycles set mql_at = timestamp '2026-02-28 15:00'"
                f" where lead_id = '{L5}'",
                "03",
            ),
        )
    ),
)
