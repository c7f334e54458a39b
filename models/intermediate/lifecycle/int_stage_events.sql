-- One row per lead and event that says or decides a stage, by the definitions of then.
with evidence as (
    select * from {{ ref('int_stage_evidence') }}
    where
        definition_basis = 'then' and stage_path = 'success' and stage != 'won'
),

exit_effects as (
    select * from {{ ref('int_exit_effects') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }} where definition_basis = 'then'
),

rule_entries as (
    select * from {{ ref('int_rule_entries') }} where definition_basis = 'then'
),

acquisitions as (
    select * from {{ ref('int_cycle_entries') }}
    where definition_basis = 'then' and stage = 'lead'
),

unread_signals as (
    select * from {{ ref('int_unread_signals') }}
),

events as (
    select
        lead_id, stage, definition_id, system, source, signal, evidence_type, event_id,
        source || ' ' || event_id as reference, actor_id, reason,
        cast(null as varchar) as no_effect_reason,
        false as is_adoption, false as has_later_cycle,
        occurred_at, cast(null as timestamp) as undone_at, recorded_at, landed_at
    from evidence
    union all
    select
        exit_effects.lead_id, exit_effects.stage, exit_effects.definition_id,
        exit_effects.system, exit_effects.source, exit_effects.signal,
        exit_effects.evidence_type, exit_effects.event_id,
        exit_effects.source || ' ' || exit_effects.event_id, exit_effects.actor_id,
        exit_effects.reason, exit_effects.no_effect_reason,
        false, exit_effects.has_later_cycle,
        exit_effects.occurred_at, exit_effects.undone_at, exit_effects.recorded_at,
        exit_effects.landed_at
    from exit_effects
    inner join bases on bases.gap_basis = exit_effects.gap_basis
    union all
    select
        lead_id, stage, definition_id, 'computed', '', 'rule', 'rule', '',
        '', null, 'rule group ' || rule_group,
        null,
        is_adoption, false,
        occurred_at, null, occurred_at, null
    from rule_entries
    union all
    select
        lead_id, stage, definition_id, system, '', 'record', evidence_type, '',
        reference, actor_id, reason,
        null,
        is_adoption, false,
        occurred_at, null, recorded_at, landed_at
    from acquisitions
    union all
    select
        lead_id, stage, null, system, source, signal, evidence_type, event_id,
        source || ' ' || event_id, actor_id, reason,
        'no rule reads it',
        false, false,
        occurred_at, undone_at, recorded_at, landed_at
    from unread_signals
)

select
    lead_id,
    stage,
    definition_id,
    system,
    source,
    signal,
    evidence_type,
    event_id,
    reference,
    actor_id,
    reason,
    no_effect_reason,

    is_adoption,
    has_later_cycle,

    occurred_at,
    undone_at,
    recorded_at,
    landed_at
from events
