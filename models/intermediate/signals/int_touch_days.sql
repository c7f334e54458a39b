-- One row per lead, gap, day and kind of touch: the counts that every rule reads.
with touches as (
    select * from {{ ref('int_lead_touches') }}
),

clauses as (
    select * from {{ ref('int_clauses') }}
),

score_rules as (
    select * from {{ source('book', 'score_rules') }}
),

contents_in_use as (
    select signal_argument from clauses where signal = 'content'
    union
    select signal_argument from score_rules where signal = 'content'
)

select
    lead_id,
    'touch' as signal,
    touch_type as signal_argument,

    gap_basis,
    gap_number,
    count(*) as touches,

    is_waiting,

    day_on,
    max(occurred_at) as last_at
from touches
group by lead_id, touch_type, gap_basis, gap_number, is_waiting, day_on
union all
select
    touches.lead_id,
    'content' as signal,
    touches.content_id as signal_argument,

    touches.gap_basis,
    touches.gap_number,
    count(*) as touches,

    touches.is_waiting,

    touches.day_on,
    max(touches.occurred_at) as last_at
from touches
inner join contents_in_use on contents_in_use.signal_argument = touches.content_id
group by
    touches.lead_id, touches.content_id, touches.gap_basis, touches.gap_number,
    touches.is_waiting, touches.day_on
