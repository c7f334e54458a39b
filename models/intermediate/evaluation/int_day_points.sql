-- One row per lead, counting scope, kind of points and day that has a signal or points.
with points as (
    select * from {{ ref('int_touch_points') }}
),

signal_days as (
    select * from {{ ref('int_signal_days') }}
),

scopes as (
    select counts_from from {{ ref('int_definitions') }}
    where stage = 'mql'
    group by counts_from
),

kinds as (
    select kind from {{ ref('int_score_decay') }} group by kind
),

-- Days without points are needed too: a balance is read on every signal day.
day_points as (
    select lead_id, counts_from, gap_number, day_on, kind, points, has_negative_points
    from points
    union all
    select
        signal_days.lead_id,
        scopes.counts_from,
        case when scopes.counts_from = 'cycle' then signal_days.gap_number end,
        signal_days.day_on,
        kinds.kind,
        0,
        false
    from signal_days
    cross join scopes
    cross join kinds
)

select
    lead_id,
    counts_from,
    kind,

    gap_number,
    sum(points) as points,

    bool_or(has_negative_points) as has_negative_points,

    day_on
from day_points
group by lead_id, counts_from, gap_number, day_on, kind
