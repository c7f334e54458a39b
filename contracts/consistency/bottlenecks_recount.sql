-- id: bottlenecks_recount
-- table: marts.mart_bottlenecks
-- kind: recounts
-- promise: Every official KPI of cycles stands against its band with the cycles of its
--   last twelve mature months, held against the lower end of the band where it is missed;
--   what that costs follows from the rates, and the costliest is named first.
with bottlenecks as (
    select * from {batch}
),

months as (
    select
        kpis.kpi_id, kpis.period_on, kpis.members_mature, kpis.members_converted,
        row_number() over (partition by kpis.kpi_id order by kpis.period_on desc)
            as months_ago
    from marts.mart_kpis as kpis
    where
        kpis.period_grain = 'month'
        and kpis.is_headline
        and kpis.unit = 'cycle'
        and kpis.window_days is not null
        and kpis.stage_knowledge = 'observed'
        and not kpis.is_immature
),

years as (
    select
        kpi_id, count(*) as months, sum(members_mature) as mature,
        sum(members_converted) as converted
    from months
    where months_ago <= 12
    group by kpi_id
),

bands as (
    select
        benchmarks.benchmark_id, benchmarks.kpi_id, benchmarks.definition_kind,
        cast(benchmarks.rate_lower as double) as rate_lower,
        cast(benchmarks.rate_upper as double) as rate_upper
    from book.funnel_benchmarks as benchmarks
    cross join intermediate.int_run as run
    where
        coalesce(benchmarks.valid_from <= run.as_of_on, true)
        and coalesce(benchmarks.valid_to > run.as_of_on, true)
)

select coalesce(bottlenecks.kpi_id, years.kpi_id) as kpi_id
from bottlenecks
full outer join years on years.kpi_id = bottlenecks.kpi_id
left join bands on bands.benchmark_id = bottlenecks.benchmark_id
left join bottlenecks as costlier
    on costlier.bottleneck_rank < bottlenecks.bottleneck_rank
    and coalesce(costlier.revenue_upper_bound, -1)
    < coalesce(bottlenecks.revenue_upper_bound, -1)
where
    bottlenecks.months is distinct from years.months
    or bottlenecks.cycles_mature is distinct from years.mature
    or bottlenecks.cycles_converted is distinct from years.converted
    or abs(bottlenecks.rate - years.converted / nullif(years.mature, 0)) > 1e-8
    or bottlenecks.band_position is distinct from case
        when bands.benchmark_id is null then 'unknown'
        when bottlenecks.rate < bands.rate_lower then 'below'
        when bottlenecks.rate > bands.rate_upper then 'above'
        else 'within'
    end
    or (
        bands.benchmark_id is not null
        and (
            bands.kpi_id <> bottlenecks.kpi_id
            or bands.definition_kind not in ('any', bottlenecks.definition_kind)
            or bands.rate_lower <> bottlenecks.band_lower
            or bands.rate_upper <> bottlenecks.band_upper
        )
    )
    or (
        bottlenecks.band_position = 'below'
        and bottlenecks.goal_rate <> bottlenecks.band_lower
    )
    or bottlenecks.goal_rate < bottlenecks.rate
    or abs(
        bottlenecks.conversions_missed
        - bottlenecks.cycles_mature * (bottlenecks.goal_rate - bottlenecks.rate)
    ) > 0.02
    or abs(
        bottlenecks.revenue_upper_bound
        - bottlenecks.cycles_mature * (bottlenecks.goal_rate - bottlenecks.rate)
        * bottlenecks.later_win_rate * bottlenecks.mean_amount
    ) > 0.01 * (1 + bottlenecks.cycles_mature) + 1e-6 * bottlenecks.mean_amount
    or bottlenecks.revenue_upper_bound_lower > bottlenecks.revenue_upper_bound
    or bottlenecks.revenue_upper_bound_upper < bottlenecks.revenue_upper_bound
    or costlier.kpi_id is not null
