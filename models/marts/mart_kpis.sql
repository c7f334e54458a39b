-- One row per basis, KPI in force and period: its one number.
with kpis as (
    select * from {{ ref('int_kpis_in_force') }}
),

kpi_cohorts as (
    select * from {{ ref('int_kpi_cohorts') }} where segment_dimension = 'all'
),

person_conversions as (
    select * from {{ ref('int_person_conversions') }}
),

-- Whoever is asked whether they ever did counts from the first day.
members as (
    select
        kpi_id,
        definition_basis,
        period_grain,
        period_on,
        cycles_entered as members_entered,
        cycles_mature as members_mature,
        cycles_converted as members_converted,
        estimated_rate,
        is_known,
        is_immature
    from kpi_cohorts
    union all
    select
        metric, definition_basis, period_grain, period_on, people, people, converted,
        null, converted is not null, null
    from person_conversions
)

select
    members.definition_basis,
    members.kpi_id,
    members.period_grain,
    kpis.kpi_name,
    kpis.label_en,
    kpis.from_stage,
    kpis.to_stage,
    kpis.unit,
    kpis.entry_policy,
    case when members.is_known then 'observed' else 'unknown' end as stage_knowledge,

    kpis.window_days,
    members.members_entered,
    members.members_mature,
    members.members_converted,
    round(
        cast(members.members_converted as double) / nullif(members.members_mature, 0), 9
    ) as rate,
    {{ wilson_bound('members.members_converted', 'members.members_mature', '-') }}
        as rate_lower,
    {{ wilson_bound('members.members_converted', 'members.members_mature', '+') }}
        as rate_upper,
    members.estimated_rate,

    kpis.is_official and kpis.definition_basis = members.definition_basis
        as is_headline,
    members.is_immature,

    members.period_on
from members
inner join kpis on kpis.kpi_id = members.kpi_id
