-- One row per lead and event of a stage, in words of both languages.
with events as (
    select * from {{ ref('int_lifecycle_events') }}
),

stages as (
    select * from {{ ref('int_stages') }}
),

labels as (
    select * from {{ source('book', 'labels') }} where vocabulary = 'effect_reason'
)

select
    events.lead_id,
    events.stage,
    events.effect,
    events.effect_reason,
    events.definition_id,
    events.system,
    events.evidence_type,
    events.actor_id,
    events.reason,
    stages.label_ja
    || coalesce(
        '（' || coalesce(labels.label_ja, events.effect_reason) || '）', ''
    ) as detail_ja,
    stages.label_en
    || coalesce(' (' || coalesce(labels.label_en, events.effect_reason) || ')', '')
        as detail_en,

    events.event_number,

    events.occurred_at,
    events.undone_at,
    events.recorded_at,
    events.landed_at
from events
inner join stages on stages.stage = events.stage
left join labels on labels.code = events.effect_reason
