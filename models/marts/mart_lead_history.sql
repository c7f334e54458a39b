-- One row per lead and event of its history, in the order of time.
with events as (
    select * from {{ ref('int_lead_events') }}
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

cycles as (
    select * from {{ ref('int_cycles') }} where definition_basis = 'then'
),

exclusions as (
    select * from {{ ref('int_cycle_exclusions') }} where definition_basis = 'then'
),

labels as (
    select * from {{ source('book', 'labels') }} where vocabulary = 'lead_event'
),

-- Of what is not counted nothing is told but that it is not, and why.
told as (
    select
        counted_cycles.cycle_number,
        events.*
    from events
    inner join counted_cycles
        on counted_cycles.lead_id = events.lead_id
        and counted_cycles.takes_from_at <= events.occurred_at
        and counted_cycles.takes_to_at > events.occurred_at
    union all
    select
        cycles.cycle_number, cycles.lead_id, 'exclusion', 'exclusion',
        exclusions.exclusion_id, exclusions.exclusion_id, null, null, null, 'computed',
        null, null, exclusions.exclusion_id, '',
        0, 0, null, null, null,
        cycles.opened_at, null, null, null, null
    from cycles
    inner join exclusions
        on exclusions.lead_id = cycles.lead_id
        and exclusions.cycle_number = cycles.cycle_number
)

select
    told.lead_id,
    told.event_kind,
    told.event,
    coalesce(labels.label_ja, told.event) || ': ' || told.detail_ja as event_ja,
    coalesce(labels.label_en, told.event) || ': ' || told.detail_en as event_en,
    told.stage,
    told.effect_reason,
    told.definition_id,
    told.system,
    told.evidence_type,
    told.actor_id,
    told.reason,

    row_number() over (
        partition by told.lead_id
        order by
            told.occurred_at asc nulls last,
            told.kind_order asc nulls last,
            told.order_in_kind asc nulls last,
            told.event asc nulls last,
            told.system asc nulls last,
            told.reference asc nulls last,
            told.detail_en asc nulls last
    ) as event_number,
    told.cycle_number,
    told.touches,
    told.points,
    told.score,

    told.occurred_at,
    told.undone_at,
    told.blocked_until_at,
    coalesce(told.recorded_at, told.occurred_at) as recorded_at,
    told.landed_at
from told
left join labels on labels.code = told.event
