-- One row per basis, lead, gap and stage entered, before gaps turn out as cycles.
with evidence as (
    select * from {{ ref('int_stage_evidence') }}
),

gaps as (
    select * from {{ ref('int_lead_gaps') }}
),

exits as (
    select * from {{ ref('int_lead_exits') }}
),

mql_entries as (
    select * from {{ ref('int_mql_entries') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

-- Between the same two exits the earliest evidence of the best type present counts.
ranked_evidence as (
    select
        gaps.gap_number,
        evidence.*,
        row_number() over (
            partition by
                evidence.definition_basis, evidence.lead_id, gaps.gap_number,
                evidence.stage
            order by
                evidence.priority asc nulls last,
                evidence.occurred_at asc nulls last,
                evidence.source asc nulls last,
                evidence.event_id asc nulls last
        ) as evidence_rank
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

recorded_entries as (
    select
        definition_basis,
        lead_id,
        gap_number,
        stage,
        definition_id,
        system,
        evidence_type,
        actor_id,
        reason,
        false as is_adoption, occurred_at, recorded_at, landed_at
    from ranked_evidence
    where evidence_rank = 1
),

-- A rule sees the last of its signals when that one is written down, not later.
computed_entries as (
    select
        mql_entries.definition_basis, mql_entries.lead_id, mql_entries.gap_number,
        'mql' as stage, mql_entries.definition_id, 'computed' as system,
        'rule' as evidence_type, cast(null as varchar) as actor_id,
        'rule group ' || mql_entries.rule_group as reason,
        mql_entries.is_adoption, mql_entries.occurred_at,
        mql_entries.occurred_at as recorded_at, cast(null as timestamp) as landed_at
    from mql_entries
    inner join bases on bases.definition_basis = mql_entries.definition_basis
    where coalesce(bases.trial_stage = 'mql', true)
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
        exits.actor_id,
        exits.reason,
        false as is_adoption,
        exits.occurred_at, exits.recorded_at, exits.landed_at
    from exits
    inner join bases on bases.gap_basis = exits.gap_basis
    where bases.is_published
),

entries as (
    select * from recorded_entries
    union all
    select * from computed_entries
    union all
    select * from exit_entries
),

-- A source may both compute and declare a stage: the first of the two is the entry.
ranked as (
    select
        *,
        row_number() over (
            partition by definition_basis, lead_id, gap_number, stage
            order by occurred_at asc nulls last, system asc nulls last
        ) as entry_rank
    from entries
)

select
    definition_basis,
    lead_id,
    stage,
    definition_id,
    system,
    evidence_type,
    actor_id,
    reason,

    gap_number,

    is_adoption,

    occurred_at,
    recorded_at,
    landed_at
from ranked
where entry_rank = 1
