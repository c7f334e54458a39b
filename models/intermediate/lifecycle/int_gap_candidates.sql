-- One row per basis, lead, gap and thing that says a stage was entered in it.
with evidence as (
    select * from {{ ref('int_stage_evidence') }}
),

gaps as (
    select * from {{ ref('int_lead_gaps') }}
),

rule_entries as (
    select * from {{ ref('int_rule_entries') }}
),

evidence_priorities as (
    select * from {{ source('book', 'evidence_priorities') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

placed_evidence as (
    select
        evidence.definition_basis,
        evidence.lead_id,
        gaps.gap_number,
        evidence.stage,
        evidence.definition_id,
        evidence.system,
        evidence.evidence_type,
        evidence.actor_id,
        evidence.reason,
        evidence.priority,
        evidence.source || ' ' || evidence.event_id as reference,
        evidence.rule_group,
        false as is_adoption,
        evidence.occurred_at,
        evidence.recorded_at,
        evidence.landed_at
    from evidence
    inner join bases on bases.definition_basis = evidence.definition_basis
    inner join gaps
        on gaps.gap_basis = bases.gap_basis
        and gaps.lead_id = evidence.lead_id
        and (
            gaps.starts_after_at is null or evidence.occurred_at > gaps.starts_after_at
        )
        and (gaps.exit_at is null or evidence.occurred_at <= gaps.exit_at)
    where
        evidence.stage_path = 'success'
        and evidence.stage != 'won'
        and coalesce(evidence.stage = bases.trial_stage, true)
),

-- A rule sees the last of its signals when that one is written down, not later.
fired as (
    select
        rule_entries.definition_basis,
        rule_entries.lead_id,
        rule_entries.gap_number,
        rule_entries.stage,
        rule_entries.definition_id,
        'computed' as system,
        'rule' as evidence_type,
        {{ as_key('null') }} as actor_id,
        'rule group ' || rule_entries.rule_group as reason,
        evidence_priorities.priority,
        '' as reference,
        rule_entries.rule_group,
        rule_entries.is_adoption,
        rule_entries.occurred_at,
        rule_entries.occurred_at as recorded_at,
        cast(null as timestamp) as landed_at
    from rule_entries
    inner join evidence_priorities on evidence_priorities.evidence_type = 'rule'
),

candidates as (
    select * from placed_evidence
    union all
    select * from fired
)

-- Between the same two exits the earliest evidence of the best type present counts; of
-- an MQL the first of what a source declares and what is computed.
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
    row_number() over (
        partition by definition_basis, lead_id, gap_number, stage
        order by
            case when stage != 'mql' then priority end asc nulls last,
            occurred_at asc nulls last,
            system asc nulls last,
            reference asc nulls last
    ) as candidate_number,
    rule_group,

    is_adoption,

    occurred_at,
    recorded_at,
    landed_at
from candidates
