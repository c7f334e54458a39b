-- One row per lead and event of its history, whatever it is about, before its order.
with touch_history as (
    select * from {{ ref('int_touch_history') }}
),

score_history as (
    select * from {{ ref('int_score_history') }}
),

record_history as (
    select * from {{ ref('int_record_history') }}
),

sales_history as (
    select * from {{ ref('int_sales_history') }}
),

stage_history as (
    select * from {{ ref('int_stage_history') }}
),

stages as (
    select * from {{ ref('int_stages') }}
),

labels as (
    select * from {{ source('book', 'labels') }}
),

none as (
    select max(label_ja) as label_ja, max(label_en) as label_en
    from labels
    where vocabulary = 'word' and code = 'none'
),

records_worded as (
    select
        record_history.*,
        coalesce(systems.label_ja, record_history.system)
        || case
            when record_history.event = 'status'
                then ' ' || coalesce(said_before.label_ja, none.label_ja) || ' → '
                    || coalesce(said.label_ja, none.label_ja)
            else ''
        end as detail_ja,
        coalesce(systems.label_en, record_history.system)
        || case
            when record_history.event = 'status'
                then ' ' || coalesce(said_before.label_en, none.label_en) || ' → '
                    || coalesce(said.label_en, none.label_en)
            else ''
        end as detail_en
    from record_history
    cross join none
    left join labels as systems
        on systems.vocabulary = 'system'
        and systems.code = record_history.system
    left join stages as said on said.stage = record_history.said
    left join stages as said_before on said_before.stage = record_history.said_before
)

-- What is done comes before what is computed of it and what people make of that.
select
    lead_id,
    'touches' as event_kind,
    'touches' as event,
    detail_ja,
    detail_en,
    cast(null as varchar) as stage,
    cast(null as varchar) as effect_reason,
    cast(null as varchar) as definition_id,
    'ma' as system,
    cast(null as varchar) as evidence_type,
    {{ as_key('null') }} as actor_id,
    cast(null as varchar) as reason,
    '' as reference,

    0 as kind_order,
    0 as order_in_kind,
    touches,
    points,
    score,

    first_at as occurred_at,
    cast(null as timestamp) as undone_at,
    cast(null as timestamp) as blocked_until_at,
    cast(null as timestamp) as recorded_at,
    cast(null as timestamp) as landed_at
from touch_history
union all
select
    lead_id, event, event, detail_ja, detail_en, null, null, null, system, null,
    actor_id, null, reference,
    1, 0, null, null, null,
    occurred_at, null, null, recorded_at, landed_at
from records_worded
union all
select
    lead_id, 'score', event, detail_ja, detail_en, null, null, definition_ids,
    'computed', null, null, cause, detail_en,
    2, 0, null, null, score,
    occurred_at, null, blocked_until_at, null, null
from score_history
union all
select
    lead_id, 'stage', effect, detail_ja, detail_en, stage, effect_reason,
    definition_id, system, evidence_type, actor_id, reason, '',
    3, event_number, null, null, null,
    occurred_at, undone_at, null, recorded_at, landed_at
from stage_history
union all
select
    lead_id, event_kind, event, detail_ja, detail_en, stage, null, definition_id,
    case when event = 'temperature' then 'computed' else 'sfa' end, null, actor_id,
    reason, reference,
    4, 0, null, null, null,
    occurred_at, null, null, null, landed_at
from sales_history
