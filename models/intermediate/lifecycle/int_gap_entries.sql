-- One row per lead, gap and stage entered in it, before some gaps turn out as cycles.
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

-- Between the same two exits the earliest evidence of the best type present counts.
ranked_evidence as (
    select
        gaps.gap_number,
        evidence.*,
        row_number() over (
            partition by evidence.lead_id, gaps.gap_number, evidence.stage
            order by
                evidence.priority asc nulls last,
                evidence.occurred_at asc nulls last,
                evidence.source asc nulls last,
                evidence.event_id asc nulls last
        ) as evidence_rank
    from evidence
    inner join gaps
        on gaps.lead_id = evidence.lead_id
        and (
            gaps.starts_after_at is null or evidence.occurred_at > gaps.starts_after_at
        )
        and (gaps.exit_at is null or evidence.occurred_at <= gaps.exit_at)
    where evidence.stage_path = 'success' and evidence.stage != 'won'
),

recorded_entries as (
    select
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
        lead_id, gap_number, 'mql' as stage, definition_id, 'computed' as system,
        'rule' as evidence_type, cast(null as varchar) as actor_id,
        'rule group ' || rule_group as reason,
        is_adoption, occurred_at, occurred_at as recorded_at,
        cast(null as timestamp) as landed_at
    from mql_entries
),

exit_entries as (
    select
        lead_id,
        exit_number - 1 as gap_number,
        stage,
        definition_id,
        system,
        evidence_type,
        actor_id, reason, false as is_adoption, occurred_at, recorded_at, landed_at
    from exits
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
            partition by lead_id, gap_number, stage
            order by occurred_at asc nulls last, system asc nulls last
        ) as entry_rank
    from entries
)

select
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
