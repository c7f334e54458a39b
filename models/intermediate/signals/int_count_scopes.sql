-- One row per lead, counting scope (lifetime, cycle, since an exit), day and kind.
with touch_days as (
    select * from {{ ref('int_touch_days') }}
),

definitions as (
    select * from {{ ref('int_definitions') }}
),

-- Every lead has a score of its lifetime, whatever the definitions count.
scopes as (
    select counts_from from definitions
    union
    select 'lifetime'
)

select
    touch_days.lead_id,
    'lifetime' as counts_from,
    touch_days.signal,
    touch_days.signal_argument,

    cast(null as varchar) as gap_basis,
    cast(null as bigint) as gap_number,
    sum(touch_days.touches) as touches,

    touch_days.day_on
from touch_days
inner join scopes on scopes.counts_from = 'lifetime'
where
    touch_days.signal in ('touch', 'content')
    and touch_days.gap_basis = 'then'  -- however gaps are cut, touches are the same
group by
    touch_days.lead_id, touch_days.signal, touch_days.signal_argument, touch_days.day_on
union all
-- What came before an exit or in its cool-down is no part of the next cycle.
select
    touch_days.lead_id,
    'cycle' as counts_from,
    touch_days.signal,
    touch_days.signal_argument,

    touch_days.gap_basis,
    touch_days.gap_number,
    sum(touch_days.touches) as touches,

    touch_days.day_on
from touch_days
inner join scopes on scopes.counts_from = 'cycle'
where
    touch_days.signal in ('touch', 'content')
    and (touch_days.gap_number = 0 or not touch_days.is_waiting)
group by
    touch_days.lead_id, touch_days.signal, touch_days.signal_argument,
    touch_days.gap_basis, touch_days.gap_number, touch_days.day_on
union all
-- People record in the cool-down too, and mean the cycle to come.
select
    touch_days.lead_id,
    'exit' as counts_from,
    touch_days.signal,
    touch_days.signal_argument,

    touch_days.gap_basis,
    touch_days.gap_number,
    sum(touch_days.touches) as touches,

    touch_days.day_on
from touch_days
where touch_days.signal not in ('touch', 'content')
group by
    touch_days.lead_id, touch_days.signal, touch_days.signal_argument,
    touch_days.gap_basis, touch_days.gap_number, touch_days.day_on
