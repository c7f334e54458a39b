-- id: bottlenecks_recount
-- table: marts.mart_bottlenecks
-- kind: recounts
-- promise: Every official KPI of cycles stands against the band in force for its kind
--   of definition with the cycles of its last twelve mature months; it is held against
--   the lower end of the band where it is missed and, without a band, against the best
--   quarter of its own months where that is better by more than chance; what that costs
--   follows from the rates, and the costliest is named first.
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

rated as (
    select
        kpi_id, period_on, members_mature, members_converted,
        members_converted / nullif(members_mature, 0) as rate
    from months
    where months_ago <= 12
),

sums as (
    select
        kpi_id, count(*) as months, sum(members_mature) as mature,
        sum(members_converted) as converted, min(period_on) as from_on,
        max(period_on) as to_on, quantile_cont(rate, 0.75) as good_rate
    from rated
    group by kpi_id
),

best as (
    select
        sums.kpi_id, sum(rated.members_mature) as mature,
        sum(rated.members_converted) as converted
    from sums
    inner join rated
        on rated.kpi_id = sums.kpi_id and rated.rate >= sums.good_rate
    group by sums.kpi_id
),

-- The 97.5 % quantile of the normal distribution, of Wilson's interval.
years as (
    select
        sums.*, cast(1.959964 as double) as z,
        best.converted / nullif(best.mature, 0) as own_best,
        (
            best.converted + z * z / 2
            - z * sqrt(
                best.converted * (best.mature - best.converted) / nullif(best.mature, 0)
                + z * z / 4
            )
        ) / (best.mature + z * z) as best_lower,
        sqrt(
            sums.converted * (sums.mature - sums.converted) / nullif(sums.mature, 0)
            + z * z / 4
        ) as spread,
        (sums.converted + z * z / 2 - z * spread) / (sums.mature + z * z) as rate_lower,
        (sums.converted + z * z / 2 + z * spread) / (sums.mature + z * z) as rate_upper
    from sums
    left join best on best.kpi_id = sums.kpi_id
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
),

-- A band for any kind of definition is for those that have none of their own.
placed as (
    select
        bottlenecks.*,
        coalesce(own_bands.benchmark_id, any_bands.benchmark_id) as band_id,
        coalesce(own_bands.rate_lower, any_bands.rate_lower) as lower_end,
        coalesce(own_bands.rate_upper, any_bands.rate_upper) as upper_end,
        bottlenecks.goal_rate - bottlenecks.rate as gap,
        bottlenecks.cycles_mature * bottlenecks.later_win_rate * bottlenecks.mean_amount
            as worth,
        row_number() over (
            order by bottlenecks.revenue_upper_bound desc nulls last,
                round(bottlenecks.goal_rate - bottlenecks.rate, 9) desc nulls last,
                bottlenecks.kpi_id
        ) as cost_rank
    from bottlenecks
    left join bands as own_bands
        on own_bands.kpi_id = bottlenecks.kpi_id
        and own_bands.definition_kind = bottlenecks.definition_kind
    left join bands as any_bands
        on any_bands.kpi_id = bottlenecks.kpi_id
        and any_bands.definition_kind = 'any'
)

select coalesce(placed.kpi_id, years.kpi_id) as kpi_id
from placed
full outer join years on years.kpi_id = placed.kpi_id
where
    placed.months is distinct from years.months
    or placed.from_on is distinct from years.from_on
    or placed.to_on is distinct from years.to_on
    or placed.cycles_mature is distinct from years.mature
    or placed.cycles_converted is distinct from years.converted
    or abs(
        coalesce(placed.rate, -1)
        - coalesce(years.converted / nullif(years.mature, 0), -1)
    ) > 1e-8
    or abs(placed.rate_lower - years.rate_lower) > 1e-6
    or abs(placed.rate_upper - years.rate_upper) > 1e-6
    or placed.benchmark_id is distinct from placed.band_id
    or abs(coalesce(placed.band_lower, -1) - coalesce(placed.lower_end, -1)) > 1e-8
    or abs(coalesce(placed.band_upper, -1) - coalesce(placed.upper_end, -1)) > 1e-8
    or placed.band_position <> case
        when placed.band_id is null then 'unknown'
        when placed.rate < placed.lower_end then 'below'
        when placed.rate > placed.upper_end then 'above'
        else 'within'
    end
    or abs(coalesce(placed.own_best_rate, -1) - coalesce(years.own_best, -1)) > 1e-8
    or placed.goal_basis <> case
        when placed.band_position = 'below' then 'band'
        when
            placed.band_position = 'unknown'
            and placed.rate < round(years.best_lower, 9)
            then 'own_best'
        else 'none'
    end
    or placed.goal_rate is distinct from case placed.goal_basis
        when 'band' then placed.band_lower
        when 'own_best' then placed.own_best_rate
        else placed.rate
    end
    or abs(coalesce(placed.conversions_missed, -1) - placed.cycles_mature * placed.gap)
    > 0.02
    or (placed.revenue_upper_bound is null) <> (placed.worth is null)
    or abs(placed.revenue_upper_bound - placed.worth * placed.gap)
    > 0.01 * (1 + placed.cycles_mature) + 1e-6 * placed.mean_amount
    or abs(
        placed.revenue_upper_bound_lower
        - placed.worth * case
            when placed.goal_basis <> 'none'
                then greatest(placed.goal_rate - placed.rate_upper, 0)
            else 0
        end
    ) > 0.01 * (1 + placed.cycles_mature) + 1e-6 * placed.mean_amount
    or abs(
        placed.revenue_upper_bound_upper
        - placed.worth * case
            when placed.goal_basis <> 'none' then placed.goal_rate - placed.rate_lower
            else 0
        end
    ) > 0.01 * (1 + placed.cycles_mature) + 1e-6 * placed.mean_amount
    or placed.bottleneck_rank <> placed.cost_rank
