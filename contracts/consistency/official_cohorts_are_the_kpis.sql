-- id: official_cohorts_are_the_kpis
-- table: marts.mart_funnel_cohorts
-- kind: definitions
-- promise: A cohort is marked as official where an official KPI in force counts its
--   stages, window, entry policy and basis, and nowhere else.
with cohorts as (
    select * from {batch}
),

official as (
    select distinct
        -- Two KPIs may name one rate.
        kpis.from_stage,
        kpis.to_stage,
        kpis.window_days,
        kpis.entry_policy,
        bases.definition_basis
    from dimensions.dim_kpis as kpis
    cross join intermediate.int_run as run
    inner join (
        values ('then', 'then'), ('now', 'now'), ('then', 'reported')
    ) as bases (kpi_basis, definition_basis)
        on bases.kpi_basis = kpis.definition_basis
    where
        kpis.is_official
        and kpis.unit = 'cycle'
        and coalesce(kpis.valid_from <= run.as_of_on, true)
        and coalesce(kpis.valid_to > run.as_of_on, true)
)

select
    cohorts.definition_basis,
    cohorts.period_grain,
    cohorts.cohort_on,
    cohorts.from_stage,
    cohorts.to_stage,
    cohorts.window_days,
    cohorts.entry_policy,
    cohorts.segment_dimension,
    cohorts.segment_value
from cohorts
left join official
    on official.definition_basis = cohorts.definition_basis
    and official.from_stage = cohorts.from_stage
    and official.to_stage = cohorts.to_stage
    and official.entry_policy = cohorts.entry_policy
    and official.window_days is not distinct from cohorts.window_days
where cohorts.is_official <> (official.from_stage is not null)
