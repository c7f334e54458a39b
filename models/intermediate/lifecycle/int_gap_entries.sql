-- One row per basis, lead, gap and stage entered, before gaps turn out as cycles.
with candidates as (
    select * from {{ ref('int_gap_candidates') }}
),

exits as (
    select * from {{ ref('int_lead_exits') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

exit_entries as (
    select
        bases.definition_basis,
        exits.lead_id,
        exits.exit_number - 1 as gap_number,
        exits.stage,
        exits.definition_id,
        exits.system,
        exits.evidence_type,
        exits.reference,
        exits.actor_id,
        exits.reason,
        cast(null as bigint) as rule_group,
        false as is_adoption,
        exits.occurred_at, exits.recorded_at, exits.landed_at
    from exits
    inner join bases on bases.gap_basis = exits.gap_basis
    where bases.is_published or bases.trial_stage = exits.stage
),

entries as (
    select
        definition_basis, lead_id, gap_number, stage, definition_id, system,
        evidence_type, reference, actor_id, reason, rule_group, is_adoption,
        occurred_at, recorded_at, landed_at
    from candidates
    where candidate_number = 1
    union all
    select * from exit_entries
)

select
    definition_basis,
    lead_id,
    stage,
    definition_id,
    system,
    evidence_type,
    reference,
    actor_id,
    reason,

    gap_number,
    rule_group,

    is_adoption,

    occurred_at,
    recorded_at,
    landed_at
from entries
