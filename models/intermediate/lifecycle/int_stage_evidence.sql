-- One row per basis, lead, stage and recorded signal that a rule of it accepts.
with signals as (
    select * from {{ ref('int_recorded_signals') }}
),

stage_rules as (
    select * from {{ ref('int_stage_rules') }} where is_evidence
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

definition_segments as (
    select * from {{ ref('int_definition_segments') }}
),

stages as (
    select * from {{ ref('int_stages') }}
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

run as (
    select * from {{ ref('int_run') }}
),

evidence_priorities as (
    select * from {{ source('book', 'evidence_priorities') }}
),

record_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'user'
),

-- A trial asks for its own stage, and for the exits if they cut gaps of their own.
segments as (
    select definition_segments.*
    from definition_segments
    inner join bases on bases.definition_basis = definition_segments.definition_basis
    where
        bases.is_published
        or bases.gap_basis = bases.definition_basis
        or bases.trial_stage = definition_segments.stage
),

source_segments as (
    select * from segments where segment_dimension = 'source'
),

described as (
    select
        signals.*,
        {{ company_day('signals.occurred_at') }} as day_on,
        coalesce(profiles.attribute_mask, 0) as attribute_mask
    from signals
    cross join run
    left join profiles
        on profiles.lead_id = signals.lead_id
        and profiles.valid_from_at <= signals.occurred_at
        and profiles.valid_to_at > signals.occurred_at
),

-- Where a source has a definition of its own, no other applies to what it says; where
-- an attribute has one, the general one does not apply to those who have it.
accepted as (
    select
        described.*,
        segments.definition_basis,
        segments.stage,
        segments.definition_id,
        stage_rules.rule_group,
        row_number() over (
            partition by
                described.lead_id, described.system, described.source,
                described.evidence_type, described.event_id, described.occurred_at,
                described.undone_at, segments.definition_basis, segments.stage
            order by
                segments.definition_id asc nulls last,
                stage_rules.rule_group asc nulls last
        ) as group_rank
    from described
    inner join stage_rules
        on stage_rules.signal = described.signal
        and coalesce(stage_rules.signal_argument, '')
        = coalesce(described.signal_argument, '')
        and (stage_rules.value is null or stage_rules.value = described.value)
    inner join segments
        on segments.definition_id = stage_rules.definition_id
        and segments.from_on <= described.day_on
        and segments.to_on > described.day_on
        and case segments.segment_dimension
            when 'source' then segments.segment_value = described.source
            when 'all'
                then (described.attribute_mask & segments.excluded_attributes_mask) = 0
            else (described.attribute_mask & segments.segment_bit)
                = segments.segment_bit
        end
    left join source_segments
        on source_segments.definition_basis = segments.definition_basis
        and source_segments.stage = segments.stage
        and source_segments.segment_value = described.source
        and source_segments.from_on <= described.day_on
        and source_segments.to_on > described.day_on
    where
        segments.segment_dimension = 'source'
        or source_segments.definition_id is null
)

select
    accepted.definition_basis,
    accepted.lead_id,
    accepted.stage,
    stages.stage_path,
    accepted.definition_id,
    accepted.system,
    accepted.source,
    accepted.signal,
    accepted.evidence_type,
    accepted.event_id,
    record_keys.record_key as actor_id,
    accepted.reason,

    stages.stage_order,
    accepted.rule_group,
    evidence_priorities.priority,

    accepted.occurred_at,
    accepted.undone_at,
    accepted.recorded_at,
    accepted.landed_at
from accepted
inner join stages on stages.stage = accepted.stage
inner join evidence_priorities
    on evidence_priorities.evidence_type = accepted.evidence_type
left join record_keys
    on record_keys.source = accepted.source
    and record_keys.native_id = accepted.user_id
where accepted.group_rank = 1
