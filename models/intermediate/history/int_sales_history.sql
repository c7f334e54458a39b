-- One row per lead and thing that sales did with it: hand-over, feedback, temperature.
with handovers as (
    select * from {{ ref('int_handover_events') }}
),

feedback as (
    select * from {{ ref('int_port_feedback') }}
),

temperatures as (
    select * from {{ ref('int_temperature_changes') }}
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'sfa_record'
),

user_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'user'
),

labels as (
    select * from {{ source('book', 'labels') }}
),

stages as (
    select * from {{ ref('int_defined_stages') }}
),

none as (
    select max(label_ja) as label_ja, max(label_en) as label_en
    from labels
    where vocabulary = 'word' and code = 'none'
),

said as (
    select
        handovers.lead_id,
        'handover' as event_kind,
        'handover' as event,
        coalesce(givers.label_ja, handovers.from_team, none.label_ja)
        || ' → ' || coalesce(takers.label_ja, handovers.to_team, none.label_ja)
            as detail_ja,
        coalesce(givers.label_en, handovers.from_team, none.label_en)
        || ' → ' || coalesce(takers.label_en, handovers.to_team, none.label_en)
            as detail_en,
        cast(null as varchar) as definition_id,
        cast(null as varchar) as stage,
        user_keys.record_key as actor_id,
        handovers.source || ' ' || handovers.handover_type || ' ' || handovers.event_id
            as reference,
        cast(null as varchar) as reason,
        handovers.handed_over_at as occurred_at,
        handovers.landed_at
    from handovers
    cross join none
    left join labels as givers
        on givers.vocabulary = 'team'
        and givers.code = handovers.from_team
    left join labels as takers
        on takers.vocabulary = 'team'
        and takers.code = handovers.to_team
    left join user_keys
        on user_keys.source = handovers.source
        and user_keys.native_id = handovers.from_user_id
    union all
    select
        identities.lead_id,
        'feedback',
        'feedback',
        {{ without_contacts('feedback.rating') }},
        {{ without_contacts('feedback.rating') }},
        null,
        null,
        user_keys.record_key,
        feedback.source || ' ' || feedback.feedback_id,
        {{ without_contacts('feedback.reason') }},
        date_trunc('second', feedback.given_at),
        feedback.landed_at
    from feedback
    inner join identities
        on identities.source = feedback.source
        and identities.native_id = feedback.source_record_id
    left join user_keys
        on user_keys.source = feedback.source
        and user_keys.native_id = feedback.given_by
    union all
    -- The rule's word, and sales' where it is another one.
    select
        temperatures.lead_id,
        'temperature',
        'temperature',
        coalesce(stages.label_ja, none.label_ja)
        || case
            when temperatures.verdict = 'agree' then ''
            else coalesce(' / ' || sfa.label_ja || ': ' || recorded.label_ja, '')
        end,
        coalesce(stages.label_en, none.label_en)
        || case
            when temperatures.verdict = 'agree' then ''
            else coalesce(' / ' || sfa.label_en || ': ' || recorded.label_en, '')
        end,
        temperatures.definition_id,
        temperatures.temperature,
        null,
        '',
        temperatures.verdict,
        temperatures.changed_at,
        null
    from temperatures
    cross join none
    left join stages on stages.stage = temperatures.temperature
    left join stages as recorded on recorded.stage = temperatures.recorded_temperature
    left join labels as sfa
        on sfa.vocabulary = 'system'
        and sfa.code = 'sfa'
    where temperatures.is_changed_by_rule
    union all
    select
        temperatures.lead_id,
        'temperature',
        'temperature recorded',
        coalesce(
            recorded.label_ja, temperatures.recorded_temperature, none.label_ja
        ),
        coalesce(
            recorded.label_en, temperatures.recorded_temperature, none.label_en
        ),
        null,
        recorded.stage,
        null,
        '',
        temperatures.verdict,
        temperatures.changed_at,
        null
    from temperatures
    cross join none
    left join stages as recorded on recorded.stage = temperatures.recorded_temperature
    where not temperatures.is_changed_by_rule
)

select
    lead_id,
    event_kind,
    event,
    detail_ja,
    detail_en,
    definition_id,
    stage,
    actor_id,
    reference,
    reason,

    occurred_at,
    landed_at
from said
