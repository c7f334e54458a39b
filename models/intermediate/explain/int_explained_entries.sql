-- One row per entry of a stage, or by a draft, that a group of rules decided.
with entries as (
    select * from {{ ref('int_cycle_entries') }}
    where definition_basis = 'then' and rule_group is not null
),

cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

gaps as (
    select * from {{ ref('int_lead_gaps') }} where gap_basis = 'then'
),

states as (
    select * from {{ ref('int_definition_states') }}
    where
        definition_status != 'in_force'
        and definition_state = 'reached'
        and reached_definition_id = definition_id
),

stretches as (
    select * from {{ ref('int_open_stretches') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

gap_entries as (
    select * from {{ ref('int_gap_entries') }} where rule_group is not null
)

select
    entries.definition_basis,
    entries.lead_id,
    entries.stage,
    entries.definition_id,
    'in_force' as definition_status,
    entries.evidence_type,

    cycles.gap_number,
    entries.cycle_number,
    entries.rule_group,

    gaps.starts_after_at,
    entries.occurred_at
from entries
inner join cycles
    on cycles.lead_id = entries.lead_id
    and cycles.cycle_number = entries.cycle_number
inner join gaps
    on gaps.lead_id = cycles.lead_id
    and gaps.gap_number = cycles.gap_number
union all
-- What a draft would have made of the stretch that counts now.
select
    gap_entries.definition_basis,
    gap_entries.lead_id,
    gap_entries.stage,
    gap_entries.definition_id,
    states.definition_status,
    gap_entries.evidence_type,

    gap_entries.gap_number,
    null as cycle_number,
    gap_entries.rule_group,

    stretches.starts_after_at,
    gap_entries.occurred_at
from states
inner join bases on bases.definition_basis = states.definition_basis
inner join stretches
    on stretches.gap_basis = bases.gap_basis
    and stretches.lead_id = states.lead_id
inner join gap_entries
    on gap_entries.definition_basis = states.definition_basis
    and gap_entries.lead_id = states.lead_id
    and gap_entries.stage = states.stage
    and gap_entries.gap_number = stretches.gap_number
