-- One row per KPI of cycles, basis, cohort period and segment.
with kpis as (
    select * from {{ ref('int_kpis_in_force') }} where unit = 'cycle'
),

cohorts as (
    select * from {{ ref('int_funnel_cohorts') }}
)

-- The window "to date" has no days: 0 stands for it in the join alone.
select
    kpis.kpi_id,
    cohorts.definition_basis,
    cohorts.period_grain,
    cohorts.segment_dimension,
    cohorts.segment_value,

    cohorts.cycles_entered,
    cohorts.cycles_mature,
    cohorts.cycles_converted,
    cohorts.estimated_rate,

    cohorts.stage_knowledge = 'observed' as is_known,
    cohorts.is_immature,

    cohorts.cohort_on as period_on
from kpis
inner join cohorts
    on cohorts.from_stage = kpis.from_stage
    and cohorts.to_stage = kpis.to_stage
    and cohorts.entry_policy = kpis.entry_policy
    and coalesce(cohorts.window_days, 0) = coalesce(kpis.window_days, 0)
