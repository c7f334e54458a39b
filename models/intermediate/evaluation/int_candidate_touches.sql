-- One row per candidate day, instant and kind of touch or record: a second reading.
with candidate_days as (
    select * from {{ ref('int_candidate_days') }}
),

touches as (
    select * from {{ ref('int_lead_touches') }}
),

gap_records as (
    select * from {{ ref('int_gap_records') }}
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
union all
select
    gap_records.lead_id,
    gap_records.signal,
    gap_records.signal_argument,

    gap_records.gap_basis,
    gap_records.gap_number,
    gap_records.records as touches,

    gap_records.is_waiting,

    gap_records.day_on,
    gap_records.occurred_at
from gap_records
inner join days
    on days.lead_id = gap_records.lead_id
    and days.gap_basis = gap_records.gap_basis
    and days.day_on = gap_records.day_on
