-- One row per basis, lead cycle and stage it entered, each in order or flagged.
with cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

gap_entries as (
    select * from {{ ref('int_gap_entries') }}
),

leads as (
    select * from {{ ref('int_leads') }}
),

lifecycle_stages as (
    select * from {{ ref('int_stages') }}
),

definitions as (
    select * from {{ ref('int_definitions') }} where stage = 'lead'
),

acquisitions as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        'lead' as stage,
        definitions.definition_id,
        case when leads.has_ma_record then 'ma' else 'sfa' end as system,
        'record' as evidence_type,
        cast(null as varchar) as actor_id,
        cast(null as varchar) as reason,
        false as is_adoption,
        cycles.opened_at as occurred_at,
        cycles.opened_at as recorded_at,
        leads.landed_at
    from cycles
    inner join leads on leads.lead_id = cycles.lead_id
    left join definitions
        on definitions.definition_basis = cycles.definition_basis
        and definitions.valid_from_at <= cycles.opened_at
        and definitions.valid_to_at > cycles.opened_at
        and definitions.segment_dimension = 'all'
    where cycles.entry_type = 'acquired'
),

-- What precedes the opening of a later cycle belongs to no cycle (expansion deals).
entered as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        gap_entries.stage,
        gap_entries.definition_id,
        gap_entries.system,
        gap_entries.evidence_type,
        gap_entries.actor_id,
        gap_entries.reason,
        gap_entries.is_adoption,
        gap_entries.occurred_at,
        gap_entries.recorded_at,
        gap_entries.landed_at
    from cycles
    inner join gap_entries
        on gap_entries.definition_basis = cycles.definition_basis
        and gap_entries.lead_id = cycles.lead_id
        and gap_entries.gap_number = cycles.gap_number
        and gap_entries.occurred_at >= cycles.opened_at
    union all
    select * from acquisitions
),

ordered as (
    select
        entered.*,
        lifecycle_stages.stage_order,
        lifecycle_stages.stage_path,
        min(entered.occurred_at) over (
            partition by
                entered.definition_basis, entered.lead_id, entered.cycle_number,
                lifecycle_stages.stage_path
            order by lifecycle_stages.stage_order desc nulls last
            rows between unbounded preceding and 1 preceding
        ) as first_later_stage_at
    from entered
    inner join lifecycle_stages on lifecycle_stages.stage = entered.stage
)

select
    definition_basis,
    lead_id,
    stage,
    stage_path,
    definition_id,
    system,
    evidence_type,
    actor_id,
    reason,

    cycle_number,
    stage_order,

    is_adoption,
    stage_path = 'success' and coalesce(first_later_stage_at < occurred_at, false)
        as is_out_of_order,

    occurred_at,
    recorded_at,
    landed_at
from ordered
