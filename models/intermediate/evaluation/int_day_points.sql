-- One row per lead, score series, kind of points and day that has a signal or points.
with points as (
    select * from {{ ref('int_touch_points') }}
),

signal_days as (
    select * from {{ ref('int_signal_days') }}
),

series as (
    select counts_from, pricing from {{ ref('int_clauses') }}
    where kind = 'score'
    group by counts_from, pricing
),

kinds as (
    select kind from {{ ref('int_score_decay') }} group by kind
),

-- Days without points are needed too: a balance is read on every signal day.
day_points as (
    select
        points.lead_id,
        points.counts_from,
        points.pricing,
        points.gap_basis,
        points.gap_number,
        points.day_on,
        points.kind,
        points.points,
        points.has_negative_points
    from points
    inner join series
        on series.counts_from = points.counts_from
        and series.pricing = points.pricing
    union all
    select
        signal_days.lead_id,
        series.counts_from,
        series.pricing,
        case when series.counts_from = 'cycle' then signal_days.gap_basis end,
        case when series.counts_from = 'cycle' then signal_days.gap_number end,
        signal_days.day_on,
        kinds.kind,
        0,
        false
    from signal_days
    cross join series
    cross join kinds
)

select
    lead_id,
    counts_from,
    pricing,
    kind,

    gap_basis,
    gap_number,
    sum(points) as points,

    bool_or(has_negative_points) as has_negative_points,

    day_on
from day_points
group by lead_id, counts_from, pricing, gap_basis, gap_number, day_on, kind
