-- One row per basis, lead, stage and recorded signal that a rule of it accepts.
with signals as (
    select * from {{ ref('int_recorded_signals') }}
),

stage_rules as (
    select * from {{ source('book', 'stage_rules') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

-- A trial asks for its own stage, and for the exits if they cut gaps of their own.
definitions as (
    select definitions.*
    from {{ ref('int_definitions') }} as definitions
    inner join bases on bases.definition_basis = definitions.definition_basis
    where
        bases.is_published
        or bases.gap_basis = bases.definition_basis
        or bases.trial_stage = definitions.stage
),

evidence_priorities as (
    select * from {{ source('book', 'evidence_priorities') }}
),

record_keys as (
    select * from {{ source('keys', 'record_keys') }} where object = 'user'
),

source_definitions as (
    select * from definitions where segment_dimension = 'source'
),

-- Where a source has a definition of its own, the general one does not apply to it.
accepted as (
    select
        signals.*,
        definitions.definition_basis,
        definitions.stage,
        definitions.stage_order,
        definitions.stage_path,
        definitions.definition_id,
        row_number() over (
            partition by
                signals.lead_id, signals.system, signals.source, signals.evidence_type,
                signals.event_id, signals.occurred_at, definitions.definition_basis,
                definitions.stage
            order by stage_rules.rule_group asc nulls last
        ) as group_rank
    from signals
    inner join stage_rules
        on stage_rules.signal = signals.signal
        and (
            stage_rules.signal_argument = signals.signal_argument
            or (stage_rules.signal_argument is null and signals.signal_argument is null)
        )
        and (stage_rules.value is null or stage_rules.value = signals.value)
    inner join definitions
        on definitions.definition_id = stage_rules.definition_id
        and definitions.valid_from_at <= signals.occurred_at
        and definitions.valid_to_at > signals.occurred_at
        and (
            definitions.segment_dimension = 'all'
            or (
                definitions.segment_dimension = 'source'
                and definitions.segment_value = signals.source
            )
        )
    left join source_definitions
        on source_definitions.definition_basis = definitions.definition_basis
        and source_definitions.stage = definitions.stage
        and source_definitions.segment_value = signals.source
        and source_definitions.valid_from_at <= signals.occurred_at
        and source_definitions.valid_to_at > signals.occurred_at
    where
        definitions.segment_dimension = 'source'
        or source_definitions.definition_id is null
)

select
    accepted.definition_basis,
    accepted.lead_id,
    accepted.stage,
    accepted.stage_path,
    accepted.definition_id,
    accepted.system,
    accepted.source,
    accepted.signal,
    accepted.evidence_type,
    accepted.event_id,
    record_keys.record_key as actor_id,
    accepted.reason,

    accepted.stage_order,
    evidence_priorities.priority,

    accepted.occurred_at,
    accepted.recorded_at,
    accepted.landed_at
from accepted
inner join evidence_priorities
    on evidence_priorities.evidence_type = accepted.evidence_type
left join record_keys
    on record_keys.source = accepted.source
    and record_keys.native_id = accepted.user_id
where accepted.group_rank = 1
