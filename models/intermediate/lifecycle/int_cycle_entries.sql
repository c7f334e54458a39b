-- One row per basis, lead cycle and stage it entered, each in order or flagged.
with cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

candidates as (
    select * from {{ ref('int_gap_candidates') }}
),

exits as (
    select * from {{ ref('int_lead_exits') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }} where is_published
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
        '' as reference,
        {{ as_key('null') }} as actor_id,
        cast(null as varchar) as reason,
        cast(null as bigint) as rule_group,
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
    where cycles.entry_type = 'acquired'
),

-- What precedes the opening of a later cycle belongs to no cycle (expansion deals).
within_cycles as (
    select
        cycles.cycle_number,
        candidates.*
    from cycles
    inner join candidates
        on candidates.definition_basis = cycles.definition_basis
        and candidates.lead_id = cycles.lead_id
        and candidates.gap_number = cycles.gap_number
        and candidates.occurred_at >= cycles.opened_at
),

ranked_candidates as (
    select
        *,
        row_number() over (
            partition by definition_basis, lead_id, cycle_number, stage
            order by candidate_number asc nulls last
        ) as candidate_rank
    from within_cycles
),

entered as (
    select
        definition_basis, lead_id, cycle_number, stage, definition_id, system,
        evidence_type, reference, actor_id, reason, rule_group, is_adoption,
        occurred_at, recorded_at, landed_at
    from ranked_candidates
    where candidate_rank = 1
    union all
    select
        cycles.definition_basis, cycles.lead_id, cycles.cycle_number, exits.stage,
        exits.definition_id, exits.system, exits.evidence_type, exits.reference,
        exits.actor_id, exits.reason, null, false, exits.occurred_at,
        exits.recorded_at, exits.landed_at
    from cycles
    inner join bases on bases.definition_basis = cycles.definition_basis
    inner join exits
        on exits.gap_basis = bases.gap_basis
        and exits.lead_id = cycles.lead_id
        and exits.exit_number = cycles.gap_number + 1
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
    reference,
    actor_id,
    reason,

    cycle_number,
    stage_order,
    rule_group,

    is_adoption,
    coalesce(first_later_stage_at < occurred_at, false) as is_out_of_order,

    occurred_at,
    recorded_at,
    landed_at
from ordered
