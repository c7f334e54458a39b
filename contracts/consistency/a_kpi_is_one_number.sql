-- id: a_kpi_is_one_number
-- table: marts.mart_kpis
-- kind: recounts
-- promise: Every KPI in force is in every period, on either basis, the number of its one
--   cohort or of its persons or accounts, and one official KPI a name is headlined.
with kpis as (
    select * from {batch}
),

in_force as (
    select definitions.*
    from dimensions.dim_kpis as definitions
    cross join intermediate.int_run as run
    where
        coalesce(definitions.valid_from <= run.as_of_on, true)
        and coalesce(definitions.valid_to > run.as_of_on, true)
),

expected as (
    select
        cohorts.definition_basis, in_force.kpi_id, cohorts.period_grain,
        cohorts.cohort_on as period_on, cohorts.cycles_entered as entered,
        cohorts.cycles_mature as mature, cohorts.cycles_converted as converted,
        cohorts.conversion_rate as rate, cohorts.rate_lower, cohorts.rate_upper,
        cohorts.estimated_rate,
        in_force.is_official
        and in_force.definition_basis = cohorts.definition_basis as is_headline
    from in_force
    inner join marts.mart_funnel_cohorts as cohorts
        on cohorts.from_stage = in_force.from_stage
        and cohorts.to_stage = in_force.to_stage
        and cohorts.entry_policy = in_force.entry_policy
        and cohorts.window_days is not distinct from in_force.window_days
    where
        in_force.unit = 'cycle'
        and cohorts.segment_dimension = 'all'
        and cohorts.definition_basis <> 'reported'
    union all
    select
        persons.definition_basis, persons.metric, persons.period_grain,
        persons.period_on, persons.people, persons.people, persons.converted,
        persons.share, null, null, null,
        in_force.is_official and in_force.definition_basis = persons.definition_basis
    from in_force
    inner join marts.mart_person_conversions as persons
        on persons.metric = in_force.kpi_id
),

headlines as (
    select definition_basis, kpi_name, period_grain, period_on
    from kpis
    where is_headline
    group by definition_basis, kpi_name, period_grain, period_on
    having count(*) > 1
)

select
    coalesce(kpis.definition_basis, expected.definition_basis) as definition_basis,
    coalesce(kpis.kpi_id, expected.kpi_id) as kpi_id,
    coalesce(kpis.period_grain, expected.period_grain) as period_grain,
    coalesce(kpis.period_on, expected.period_on) as period_on
from kpis
full outer join expected
    on expected.definition_basis = kpis.definition_basis
    and expected.kpi_id = kpis.kpi_id
    and expected.period_grain = kpis.period_grain
    and expected.period_on = kpis.period_on
where
    kpis.members_entered is distinct from expected.entered
    or kpis.members_mature is distinct from expected.mature
    or kpis.members_converted is distinct from expected.converted
    or (kpis.rate is null) <> (expected.rate is null)
    or abs(kpis.rate - expected.rate) > 1e-8
    or (
        kpis.unit = 'cycle'
        and (
            kpis.estimated_rate is distinct from expected.estimated_rate
            or kpis.rate_lower is distinct from expected.rate_lower
            or kpis.rate_upper is distinct from expected.rate_upper
        )
    )
    or kpis.is_headline is distinct from expected.is_headline
union
select
    kpis.definition_basis,
    kpis.kpi_id,
    kpis.period_grain,
    kpis.period_on
from kpis
inner join headlines
    on headlines.definition_basis = kpis.definition_basis
    and headlines.kpi_name = kpis.kpi_name
    and headlines.period_grain = kpis.period_grain
    and headlines.period_on = kpis.period_on
where kpis.is_headline
