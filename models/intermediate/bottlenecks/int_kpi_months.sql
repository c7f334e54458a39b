-- One row per official KPI of cycles and month of its last twelve that are mature.
with kpis as (
    select * from {{ ref('int_kpis_in_force') }}
    where unit = 'cycle' and window_days is not null and is_official
),

kpi_cohorts as (
    select * from {{ ref('int_kpi_cohorts') }}
    where segment_dimension = 'all' and period_grain = 'month' and is_known
),

mature_months as (
    select
        kpis.kpi_id,
        kpi_cohorts.period_on,
        kpi_cohorts.cycles_mature,
        kpi_cohorts.cycles_converted,
        row_number() over (
            partition by kpis.kpi_id order by kpi_cohorts.period_on desc nulls last
        ) as months_ago
    from kpis
    inner join kpi_cohorts
        on kpi_cohorts.kpi_id = kpis.kpi_id
        and kpi_cohorts.definition_basis = kpis.definition_basis
    where not kpi_cohorts.is_immature
)

select
    kpi_id,

    cycles_mature,
    cycles_converted,
    cast(cycles_converted as double) / nullif(cycles_mature, 0) as rate,

    period_on
from mature_months
where months_ago <= 12
