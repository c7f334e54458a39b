-- One row per candidate day, instant and kind of touch: the second reading of touches.
with candidate_days as (
    select * from {{ ref('int_candidate_days') }}
),

touches as (
    select * from {{ ref('int_lead_touches') }}
),

days as (
    select lead_id, gap_basis, day_on
    from candidate_days
    group by lead_id, gap_basis, day_on
),

day_touches as (
    select touches.*
    from touches
    inner join days
        on days.lead_id = touches.lead_id
        and days.gap_basis = touches.gap_basis
        and days.day_on = touches.day_on
),

touch_signals as (
    select lead_id, gap_basis, gap_number, is_waiting, day_on, occurred_at,
        'touch' as signal, touch_type as signal_argument
    from day_touches
    union all
    select lead_id, gap_basis, gap_number, is_waiting, day_on, occurred_at,
        'content', content_id
    from day_touches
    where content_id is not null
)

select
    lead_id,
    signal,
    signal_argument,

    gap_basis,
    gap_number,
    count(*) as touches,

    is_waiting,

    day_on,
    occurred_at
from touch_signals
group by
    lead_id, signal, signal_argument, gap_basis, gap_number, is_waiting, day_on,
    occurred_at
