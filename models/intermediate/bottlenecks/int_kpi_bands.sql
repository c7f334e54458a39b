-- One row per official KPI of cycles: its last year's rate, its band and its own best.
with kpi_months as (
    select * from {{ ref('int_kpi_months') }}
),

kpi_kinds as (
    select * from {{ ref('int_kpi_kinds') }}
),

benchmarks as (
    select * from {{ source('book', 'funnel_benchmarks') }}
),

run as (
    select * from {{ ref('int_run') }}
),

years as (
    select
        kpi_id,
        count(*) as months,
        cast(sum(cycles_mature) as bigint) as cycles_mature,
        cast(sum(cycles_converted) as bigint) as cycles_converted,
        {{ percentiles('rate', [0.75]) }} as rates,
        min(period_on) as from_on,
        max(period_on) as to_on
    from kpi_months
    group by kpi_id
),

-- Its good months together, the quarter of them with the best rates.
best_months as (
    select
        years.kpi_id,
        cast(sum(kpi_months.cycles_mature) as bigint) as best_mature,
        cast(sum(kpi_months.cycles_converted) as bigint) as best_converted
    from years
    inner join kpi_months
        on kpi_months.kpi_id = years.kpi_id
        and kpi_months.rate >= {{ percentile_of('years.rates', 1) }}
    group by years.kpi_id
),

-- A band holds for one kind of definition: where the months were under two, only one
-- that holds for any.
kinds as (
    select
        kpi_id,
        case when count(*) = 1 then min(definition_kind) else 'mixed' end
            as definition_kind
    from kpi_kinds
    group by kpi_id
),

in_force as (
    select benchmarks.*
    from benchmarks
    cross join run
    where
        coalesce(benchmarks.valid_from <= run.as_of_on, true)
        and coalesce(benchmarks.valid_to > run.as_of_on, true)
)

select
    years.kpi_id,
    kinds.definition_kind,
    coalesce(kind_bands.benchmark_id, any_bands.benchmark_id) as benchmark_id,

    years.months,
    years.cycles_mature,
    years.cycles_converted,
    cast(years.cycles_converted as double) / nullif(years.cycles_mature, 0) as rate,
    cast(
        coalesce(kind_bands.rate_lower, any_bands.rate_lower) as double
    ) as band_lower,
    cast(
        coalesce(kind_bands.rate_upper, any_bands.rate_upper) as double
    ) as band_upper,
    best_months.best_mature,
    best_months.best_converted,
    cast(best_months.best_converted as double) / nullif(best_months.best_mature, 0)
        as own_best_rate,

    years.from_on,
    years.to_on
from years
left join best_months on best_months.kpi_id = years.kpi_id
left join kinds on kinds.kpi_id = years.kpi_id
left join in_force as kind_bands
    on kind_bands.kpi_id = years.kpi_id
    and kind_bands.definition_kind = kinds.definition_kind
left join in_force as any_bands
    on any_bands.kpi_id = years.kpi_id
    and any_bands.definition_kind = 'any'
