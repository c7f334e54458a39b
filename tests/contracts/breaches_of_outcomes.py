"""Breaches of what the marts of wins and revenue, and of sentences, promise.

Each is a rule, the SQL that breaks it and what the key of the broken row says. The
chain is that of the SQLs of January and February: L1's win, and none.
"""

from tests.contracts.golden_cycles import lead_key

O1, L1, L4 = (lead_key(name) for name in ("O1", "L1", "L4"))
CHANGES = "update marts.mart_outcome_changes set"
SQL = "from_stage = 'sql'"
WINS, REVENUE = (f"{SQL} and result = '{result}'" for result in ("wins", "revenue"))
SENTENCES = "update marts.mart_change_sentences set"
TIMES = "insert into intermediate.int_cycle_stage_times by name select * replace"


def _key(result: str, stage: str = "sql") -> str:
    return (
        "period_grain=month, period_0=2026-01-01, period_1=2026-02-01,"
        f" from_stage={stage}, window_days=30, result={result}"
    )


ADD_UP = (
    # Each part is off by less than is allowed, all together are not.
    (f"{CHANGES} part = part + 0.000009 where {WINS}", _key("wins")),
    (
        f"{CHANGES} total_0 = total_0 + 1, total_1 = total_1 + 1 where {WINS}",
        _key("wins"),
    ),
    *(
        (f"{CHANGES} {total} = 2 where {WINS} and link = 'volume'", _key("wins"))
        for total in ("total_0", "total_1")
    ),
    # As much moved from one link to another: they add up, but are not these.
    (
        f"{CHANGES} part = part + case link when 'volume' then 0.5 else -0.25 end"
        f" where {WINS}",
        _key("wins"),
    ),
    # Nobody says how many SQLs there were; then the same of February, as if it had won.
    (f"{CHANGES} value_0 = null where {WINS} and link = 'volume'", _key("wins")),
    (
        f"{CHANGES} value_0 = value_1, value_1 = value_0, total_0 = total_1,"
        f" total_1 = total_0, part = -part where {WINS};"
        f" {CHANGES} value_1 = null where {WINS} and link = 'volume'",
        _key("wins"),
    ),
    (f"{CHANGES} link_number = 9 where {WINS} and stage = 'won'", _key("wins")),
    (f"{CHANGES} link = 'rate' where {WINS} and link = 'volume'", _key("wins")),
    (
        f"{CHANGES} stage = 'opportunity' where {WINS} and stage = 'won'",
        _key("wins"),
    ),
    (
        f"{CHANGES} link = 'amount_per_win' where {WINS} and stage = 'opportunity'",
        _key("wins"),
    ),
    (
        f"{CHANGES} link = 'rate', stage = 'opportunity' where {REVENUE}"
        " and link = 'amount_per_win'",
        _key("revenue"),
    ),
)

RECOUNTS = (
    *(
        (f"{CHANGES} {value} = 2 where {WINS} and link = 'volume'", _key("wins"))
        for value in ("value_0", "value_1")
    ),
    *(
        (f"{CHANGES} {total} = {total} + 2 where {SQL}", _key(result))
        for total in ("total_0", "total_1")
        for result in ("wins", "revenue")
    ),
    (f"delete from marts.mart_outcome_changes where {WINS}", _key("wins")),
    (f"delete from marts.mart_outcome_changes where {REVENUE}", _key("revenue")),
    # Nobody's MQLs were won: there is no revenue to compare.
    (
        "insert into marts.mart_outcome_changes by name"
        " select * replace ('revenue' as result) from marts.mart_outcome_changes"
        " where from_stage = 'mql'",
        _key("revenue", "mql"),
    ),
    # No SQL of March is 30 days old.
    (
        "insert into marts.mart_outcome_changes by name select * replace"
        " (date '2026-02-01' as period_0, date '2026-03-01' as period_1)"
        f" from marts.mart_outcome_changes where {WINS}",
        "period_0=2026-02-01, period_1=2026-03-01",
    ),
    (f"{CHANGES} comparison = 'year_before' where {WINS}", _key("wins")),
    (
        "delete from intermediate.int_cycle_stage_times where stage = 'won'",
        _key("wins"),
    ),
    # Where nobody's tools know of wins there are none to compare.
    ("delete from intermediate.int_lead_knowledge where stage = 'won'", _key("wins")),
    (
        "update intermediate.int_lead_knowledge set definition_basis = 'now'",
        _key("wins"),
    ),
    # 31 days after the SQL is too late.
    (
        "update intermediate.int_cycle_stage_times set occurred_at = timestamp"
        " '2026-02-19 15:00' where stage = 'won'",
        _key("wins"),
    ),
    *(
        (f"update facts.fct_opportunities set {change}", _key("revenue"))
        for change in (
            "amount = amount + 2",
            "currency = 'USD'",
            "won_at = timestamp '2026-02-19 16:00'",
            # Registered after L1 was won.
            "created_at = timestamp '2026-02-09 16:00'",
            "cycle_number = 2",
        )
    ),
    # Won, and nobody knows for how much: no revenue to speak of, on either side.
    (
        f"update facts.fct_opportunities set amount = null; {CHANGES} total_0 = 0"
        f" where {REVENUE}",
        _key("revenue"),
    ),
    (
        f"{TIMES} ('won' as stage) from intermediate.int_cycle_stage_times"
        f" where stage = 'sql' and lead_id = '{L4}'; {CHANGES} total_1 = 1"
        f" where {WINS}",
        _key("revenue"),
    ),
    # L4 was won in the place of L1, and what it brought is not told.
    (
        f"update intermediate.int_cycle_stage_times set lead_id = '{L4}', occurred_at ="
        " timestamp '2026-02-26' where stage = 'won'; update facts.fct_opportunities"
        f" set lead_id = '{L4}', created_at = timestamp '2026-02-25', won_at ="
        f" timestamp '2026-02-26' where opportunity_id = '{O1}';"
        f" delete from marts.mart_outcome_changes where {REVENUE}",
        _key("revenue"),
    ),
    # One and two years before, L1 had the same SQL: these quarters are compared, too.
    (
        "insert into dimensions.dim_days by name select * exclude (years) replace"
        " (cast(day_on - to_years(years) as date) as day_on,"
        " cast(quarter_on - to_years(years) as date) as quarter_on,"
        " ends_at - to_years(years) as ends_at)"
        " from dimensions.dim_days cross join (values (1), (2)) as t(years);"
        " insert into intermediate.int_cycle_stage_times by name"
        " select * exclude (years) replace"
        " (cast(entered_on - to_years(years) as date) as entered_on,"
        " occurred_at - to_years(years) as occurred_at)"
        " from intermediate.int_cycle_stage_times"
        " cross join (values (1), (2)) as t(years)"
        f" where stage = 'sql' and lead_id = '{L1}'",
        "period_grain=quarter, period_0=2024-01-01, period_1=2025-01-01",
    ),
)

RATE = "subject=rate, period_grain=month"
TOLD = (
    *(
        (
            f"{SENTENCES} {change} where subject = 'rate' and period_grain = 'month'"
            " and part_rank = 1",
            RATE,
        )
        for change in (
            "part_kind = 'mix'",
            "segment_value = 'event'",
            "part = part + 0.001",
            "total_0 = 0.3",
            "total_1 = 0.9",
        )
    ),
    # The second is told first.
    (
        f"{SENTENCES} part_rank = 3 - part_rank where subject = 'rate'"
        " and period_grain = 'week'",
        "subject=rate, period_grain=week",
    ),
    (
        "delete from marts.mart_change_sentences where subject = 'revenue'",
        "subject=revenue, period_grain=month",
    ),
    (
        "delete from marts.mart_change_sentences where subject = 'wins'",
        "subject=wins, period_grain=month",
    ),
    (
        "insert into marts.mart_change_sentences by name select * replace"
        " (4 as part_rank, 'web' as segment_value, 0.0625 as part)"
        " from marts.mart_change_sentences where part_rank = 3",
        "segment_dimension=channel, part_rank=4",
    ),
    # Of the SQLs as many were followed: that is no part.
    (
        "insert into marts.mart_change_sentences by name select * replace"
        " (2 as part_rank, 'volume' as part_kind, 'sql' as segment_value, 0 as part)"
        " from marts.mart_change_sentences where subject = 'wins'",
        "segment_dimension=all, part_rank=2",
    ),
    # Other parts than those told are the largest.
    (
        "update marts.mart_conversion_changes set mix_part = 0.5"
        " where segment_value = 'event' and period_grain = 'month'",
        RATE,
    ),
    (
        "update marts.mart_conversion_changes set rate_part = 0.5"
        " where segment_value = '(none)' and period_grain = 'month'",
        RATE,
    ),
    (
        f"{CHANGES} part = 2 where {WINS} and link = 'volume'",
        "subject=wins, period_grain=month",
    ),
)

BREACHES = (
    *(("outcome_changes_add_up", *breach) for breach in ADD_UP),
    *(("outcome_changes_recount", *breach) for breach in RECOUNTS),
    *(("sentences_tell_the_largest_parts", *breach) for breach in TOLD),
)
