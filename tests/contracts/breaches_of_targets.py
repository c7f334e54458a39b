"""Breaches of what the KPI tree and the list of bottlenecks promise.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_counts import wilson
from tests.contracts.golden_cycles import lead_key

O2 = lead_key("O2")
TREE = "update marts.mart_kpi_tree set"
TEAM = "owner_team = 'customer_success'"


def _period(grain: str, month: int) -> str:
    return f"period_grain = '{grain}' and period_on = date '2026-{month:02}-01'"


def _step(grain: str, month: int, group: str, step: str) -> str:
    """Which row is meant, of all teams."""
    return (
        f"{_period(grain, month)} and source_group = '{group}' and owner_team = 'all'"
        f" and step = '{step}'"
    )


def _key(grain: str, month: int, group: str, step: str, team: str = "all") -> str:
    return (
        f"period_grain={grain}, period_on=2026-{month:02}-01, source_group={group},"
        f" owner_team={team}, step={step}"
    )


# The first quarter goes on, the last has not begun, and so has none of its steps.
NOW = ("quarter", 1, "marketing")
LATER = ("quarter", 10, "marketing")
PAST = ("month", 1, "marketing")
FOLLOWS = (
    (
        "update book.kpi_targets set target_amount = target_amount + 1"
        " where owner_team is null",
        _key("year", 1, "marketing", "revenue"),
    ),
    (
        f"update book.kpi_targets set target_amount = target_amount + 1 where {TEAM}",
        _key("year", 1, "expansion", "revenue", "customer_success"),
    ),
    (
        "insert into book.kpi_targets by name select 'partner' as source_group,"
        " 'month' as period_grain, date '2026-04-01' as period_on, 1 as target_amount",
        _key("month", 4, "partner", "revenue"),
    ),
    # The company has a target of no group, a group's is in none, and they differ.
    (
        f"delete from marts.mart_kpi_tree where {_period('quarter', 4)}"
        " and source_group <> 'all'",
        _key("quarter", 4, "all", "revenue"),
    ),
    (
        f"delete from marts.mart_kpi_tree where {_period('quarter', 4)}"
        " and source_group = 'all'",
        _key("quarter", 4, "all", "revenue"),
    ),
    (
        f"{TREE} plan = plan + 1 where {_step('quarter', 4, 'all', 'revenue')}",
        _key("quarter", 4, "all", "revenue"),
    ),
    # The same of a team and its group.
    (
        f"delete from marts.mart_kpi_tree where {_period('month', 4)}"
        " and source_group = 'expansion' and owner_team = 'all'",
        _key("month", 4, "expansion", "revenue"),
    ),
    (
        f"{TREE} plan = plan + 1 where {_period('month', 4)} and {TEAM}"
        " and step = 'revenue'",
        _key("month", 4, "expansion", "revenue"),
    ),
    # April is planned in May.
    (
        f"delete from marts.mart_kpi_tree where {_period('month', 4)}"
        f" and source_group = 'marketing'; {TREE} plan = plan + 300000"
        f" where {_step('month', 5, 'marketing', 'revenue')}",
        _key("quarter", 4, "marketing", "revenue"),
    ),
    (
        f"{TREE} plan = plan + 1 where {_step('month', 4, 'marketing', 'revenue')}",
        _key("quarter", 4, "marketing", "revenue"),
    ),
    (
        f"{TREE} plan = plan + 1 where {_period('month', 4)} and {TEAM}"
        " and step = 'revenue'",
        _key("year", 1, "expansion", "revenue", "customer_success"),
    ),
    (
        f"delete from marts.mart_kpi_tree where {_step(*LATER, 'lead')}",
        _key(*LATER, "revenue"),
    ),
    # A step before nothing, and one before the root.
    (
        f"{TREE} next_step = 'recycled', plan = null where {_step(*LATER, 'lead')}",
        _key(*LATER, "lead"),
    ),
    (
        f"{TREE} next_step = 'won' where {_step(*LATER, 'revenue')}",
        _key(*LATER, "revenue"),
    ),
    *(
        (f"{TREE} plan = {plan} where {_step(*LATER, step)}", _key(*LATER, step))
        for step in ("won", "lead")
        for plan in ("null", "plan + 1")
    ),
    # As if no MQL were back from nurturing.
    (
        f"{TREE} direct_share = 0 where {_step(*LATER, 'mql')}",
        _key(*LATER, "lead"),
    ),
    *(
        (f"{TREE} {change} where {_step(*LATER, step)}", _key(*LATER, step))
        for change, step in (
            ("rate_converted = rate_converted - 1", "lead"),
            ("from_on = from_on - 1", "lead"),
            ("to_on = to_on + 1", "lead"),
            ("to_on = to_on + 1", "revenue"),
            ("is_begun = true, actual = 0", "lead"),
            ("is_begun = null", "lead"),
            ("forecast = null", "lead"),
            ("forecast_lower = null", "lead"),
            ("forecast_upper = null", "lead"),
            ("forecast_lower = forecast + 1", "lead"),
            ("forecast_upper = forecast - 1", "lead"),
        )
    ),
    *(
        (f"{TREE} {change} where {_step(*PAST, 'revenue')}", _key(*PAST, "revenue"))
        for change in (
            "is_closed = false",
            "actual = null",
            "forecast = actual + 1, forecast_upper = actual + 1",
            "plan_to_date = plan_to_date + 1",
        )
    ),
    # The leads of January were to come in November, of which nothing is on record.
    *(
        (f"{TREE} {change} where {_step(*PAST, 'lead')}", _key(*PAST, "lead"))
        for change in ("actual = 0", "forecast = 0")
    ),
    (
        f"{TREE} forecast_lower = actual - 1 where {_step(*NOW, 'revenue')}",
        _key(*NOW, "revenue"),
    ),
    *(
        (
            f"{TREE} pace_ratio = {pace} where {_step(*NOW, 'revenue')}",
            _key(*NOW, "revenue"),
        )
        for pace in ("1", "null")
    ),
)

ACTUALS = (
    *(
        (f"{TREE} actual = actual + 1 where {_step(*row)}", _key(*row))
        for row in (
            (*NOW, "mql"),
            (*NOW, "revenue"),
            # The money of a year is that of its months.
            ("year", 1, "all", "revenue"),
        )
    ),
    (
        "update marts.mart_pipeline set booked_amount = booked_amount + 1"
        " where period_grain = 'month' and segment_value = 'marketing'",
        _key("month", 2, "marketing", "revenue"),
    ),
    (
        "delete from intermediate.int_cycle_stage_times where stage = 'sql'",
        _key(*NOW, "sql"),
    ),
    # L3's channel is nobody's work.
    (
        "update dimensions.dim_channels set source_group = 'unknown'"
        " where channel = 'event'",
        _key(*NOW, "mql"),
    ),
    # Registered before L1 was a customer.
    (
        "update facts.fct_opportunities set created_at = timestamp '2026-02-01'"
        f" where opportunity_id = '{O2}'",
        _key("quarter", 1, "expansion", "opportunity"),
    ),
    (
        "update facts.fct_opportunities set won_at = timestamp '2026-03-16'"
        f" where opportunity_id = '{O2}'",
        _key("quarter", 1, "expansion", "won"),
    ),
)

# A gap of 0.1 is worth 162,500.
BOTTLENECK = "update marts.mart_bottlenecks set"
NO_GAP = (
    "goal_basis = 'none', goal_rate = rate, conversions_missed = 0,"
    " revenue_upper_bound = 0, revenue_upper_bound_lower = 0,"
    " revenue_upper_bound_upper = 0"
)
NO_BAND = (
    "delete from book.funnel_benchmarks; update marts.mart_bottlenecks set"
    " benchmark_id = null, band_lower = null, band_upper = null,"
    " band_position = 'unknown'"
)
# As if of 100 a month none had converted in January and all in February: half, which is
# in the band, and less than February by more than chance; the gap is worth 32,500,000.
OF_100 = "kpi_id = 'mql_to_sql_rate' and period_grain = 'month' and not is_immature"
HALF_LOWER, HALF_UPPER = wilson(100, 200)
APART = (
    "update marts.mart_kpis set members_mature = 100, members_converted ="
    f" case month(period_on) when 2 then 100 else 0 end where {OF_100};"
    f" {BOTTLENECK} cycles_mature = 200, cycles_converted = 100, rate = 0.5,"
    f" rate_lower = {HALF_LOWER}, rate_upper = {HALF_UPPER}, band_position = 'within'"
)
AS_ITS_BEST = (
    "goal_basis = 'own_best', goal_rate = 1, conversions_missed = 100,"
    " revenue_upper_bound = 32500000,"
    f" revenue_upper_bound_lower = 6.5e7 * (1 - {HALF_UPPER}),"
    f" revenue_upper_bound_upper = 6.5e7 * (1 - {HALF_LOWER})"
)
BOTTLENECKS = (
    *(
        f"{BOTTLENECK} {change}"
        for change in (
            "months = 3",
            "from_on = date '2025-12-01'",
            "to_on = date '2026-03-01'",
            # One cycle more, and what it costs.
            "cycles_mature = 6, conversions_missed = 0.6, revenue_upper_bound = 195000,"
            " revenue_upper_bound_upper = 1.2 * revenue_upper_bound_upper",
            "cycles_converted = 3",
            "rate = 0.402, revenue_upper_bound = 159250",
            "rate_lower = rate_lower + 1e-5, revenue_upper_bound_upper ="
            " 1625000 * (0.5 - rate_lower - 1e-5)",
            "rate_upper = rate_upper - 1e-5",
            "benchmark_id = null",
            "band_lower = 0.45, goal_rate = 0.45, conversions_missed = 0.25,"
            " revenue_upper_bound = 81250,"
            " revenue_upper_bound_upper = revenue_upper_bound_upper - 81250",
            "band_upper = 0.65",
            # A band that is missed and called kept, or not held against.
            f"band_position = 'within', {NO_GAP}",
            NO_GAP,
            "own_best_rate = 0.9",
            "goal_rate = 0.55, conversions_missed = 0.75, revenue_upper_bound = 243750,"
            " revenue_upper_bound_upper = revenue_upper_bound_upper + 81250",
            "conversions_missed = 0.6",
            "revenue_upper_bound = null",
            "revenue_upper_bound = revenue_upper_bound + 1",
            "revenue_upper_bound_lower = 1",
            "revenue_upper_bound_upper = revenue_upper_bound_upper + 1",
            "bottleneck_rank = 2",
        )
    ),
    # Months that do not count, and one that does.
    *(
        f"update marts.mart_kpis set {change} where kpi_id = 'mql_to_sql_rate'"
        " and period_on = date '2026-02-01'"
        for change in (
            "is_headline = false",
            "unit = 'person'",
            "window_days = null",
            "stage_knowledge = 'unknown'",
            "is_immature = true",
            "period_grain = 'week'",
        )
    ),
    "delete from marts.mart_bottlenecks",
    # Bands that do not hold: over, to come, for another kind or another KPI.
    *(
        f"update book.funnel_benchmarks set {change}"
        for change in (
            "valid_to = date '2026-03-31'",
            "valid_from = date '2026-04-01'",
            "definition_kind = 'declared'",
            "kpi_id = 'acceptance_rate'",
            "kpi_id = 'acceptance_rate', definition_kind = 'any'",
        )
    ),
    # Without a band it is to be held against its own best months, in its band not, nor
    # against months that were good by chance.
    f"{APART}; {BOTTLENECK} {NO_GAP.replace('= rate', '= 0.5')}; {NO_BAND}",
    f"{APART}; {BOTTLENECK} {AS_ITS_BEST}",
    f"{NO_BAND}, goal_basis = 'own_best', goal_rate = 1, conversions_missed = 3,"
    " revenue_upper_bound = 975000,"
    " revenue_upper_bound_lower = 1625000 * (1 - rate_upper),"
    " revenue_upper_bound_upper = 1625000 * (1 - rate_lower)",
)

BREACHES = (
    *(("tree_follows_from_the_targets", *breach) for breach in FOLLOWS),
    *(("tree_actuals_recount", *breach) for breach in ACTUALS),
    *(("bottlenecks_recount", sql, "kpi_id=mql_to_sql_rate") for sql in BOTTLENECKS),
)
