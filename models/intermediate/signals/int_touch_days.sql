-- One row per lead, gap, day and kind of touch or record: the counts rules read.
with touches as (
    select * from {{ ref('int_lead_touches') }}
),

clauses as (
    select * from {{ ref('int_clauses') }}
),

gap_records as (
    select * from {{ ref('int_gap_records') }}
),

records_in_use as (
    select signal, signal_argument from clauses
    where counts_from = 'exit'
    group by signal, signal_argument
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
    min(occurred_at) as first_at,
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
    min(touches.occurred_at) as first_at,
    max(touches.occurred_at) as last_at
from touches
inner join contents_in_use on contents_in_use.signal_argument = touches.content_id
group by
    touches.lead_id, touches.content_id, touches.gap_basis, touches.gap_number,
    touches.is_waiting, touches.day_on
union all
select
    gap_records.lead_id,
    gap_records.signal,
    gap_records.signal_argument,

    gap_records.gap_basis,
    gap_records.gap_number,
    cast(sum(gap_records.records) as bigint) as touches,

    gap_records.is_waiting,

    gap_records.day_on,
    min(gap_records.occurred_at) as first_at,
    max(gap_records.occurred_at) as last_at
from gap_records
inner join records_in_use
    on records_in_use.signal = gap_records.signal
    and records_in_use.signal_argument = gap_records.signal_argument
group by
    gap_records.lead_id, gap_records.signal, gap_records.signal_argument,
    gap_records.gap_basis, gap_records.gap_number, gap_records.is_waiting,
    gap_records.day_on
