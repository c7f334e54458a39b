-- One row per hand-over of a lead: who gave it to whom, when, with which comment.
with handovers as (
    select * from {{ ref('int_handover_events') }}
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

entries as (
    select * from {{ ref('int_cycle_entries') }}
    where definition_basis = 'then' and stage_path = 'success'
),

user_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'user'
),

-- The cycle open at the time, else the nearest earlier one.
counted as (
    select
        handovers.*,
        counted_cycles.cycle_number,
        row_number() over (
            partition by
                handovers.source, handovers.handover_type, handovers.lead_id,
                handovers.event_id like '%@%'
            order by
                handovers.handed_over_at asc nulls last,
                handovers.event_id asc nulls last
        ) as lead_order
    from handovers
    inner join counted_cycles
        on counted_cycles.lead_id = handovers.lead_id
        and counted_cycles.takes_from_at <= handovers.handed_over_at
        and counted_cycles.takes_to_at > handovers.handed_over_at
),

-- How far the lead had come when it was handed over.
reached as (
    select
        counted.source,
        counted.handover_type,
        counted.event_id,
        max(entries.stage_order) as stage_order
    from counted
    inner join entries
        on entries.lead_id = counted.lead_id
        and entries.cycle_number = counted.cycle_number
        and entries.occurred_at <= counted.handed_over_at
    group by counted.source, counted.handover_type, counted.event_id
),

stages as (
    select * from {{ ref('int_stages') }}
)

select
    counted.source,
    case
        when counted.event_id like '%@%'
            then '[e-mail] ' || {{ key_text('counted.lead_id') }} || ' '
                || counted.lead_order
        else counted.event_id
    end as handover_id,
    counted.handover_type,
    counted.lead_id,
    stages.stage,
    counted.from_team,
    giver_keys.record_key as from_user_id,
    counted.to_team,
    receiver_keys.record_key as to_user_id,
    {{ without_contacts('counted.comment') }} as comment,

    counted.cycle_number,

    counted.comment is not null as has_comment,

    counted.handed_over_at,
    counted.landed_at
from counted
left join reached
    on reached.source = counted.source
    and reached.handover_type = counted.handover_type
    and reached.event_id = counted.event_id
left join stages on stages.stage_order = reached.stage_order
left join user_keys as giver_keys
    on giver_keys.source = counted.source
    and giver_keys.native_id = counted.from_user_id
left join user_keys as receiver_keys
    on receiver_keys.source = counted.source
    and receiver_keys.native_id = counted.to_user_id
