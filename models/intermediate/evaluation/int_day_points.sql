-- One row per lead, score series and day that has a signal or points: what it earned.
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

earned as (
    select
        points.lead_id,
        points.counts_from,
        points.pricing,
        points.gap_basis,
        points.gap_number,
        points.day_on,
        coalesce(sum(case when points.kind = 'behaviour' then points.points end), 0)
            as behaviour_points,
        coalesce(sum(case when points.kind = 'engagement' then points.points end), 0)
            as engagement_points,
        bool_or(points.has_negative_points) as has_negative_points
    from points
    inner join series
        on series.counts_from = points.counts_from
        and series.pricing = points.pricing
    group by
        points.lead_id, points.counts_from, points.pricing, points.gap_basis,
        points.gap_number, points.day_on
),

asked as (
    select lead_id, day_on, cast(null as varchar) as gap_basis,
        cast(null as bigint) as gap_number
    from signal_days
    group by lead_id, day_on
    union all
    select lead_id, day_on, gap_basis, gap_number
    from signal_days
),

-- Days without points are needed too: a balance is read on every signal day.
idle as (
    select
        asked.lead_id,
        series.counts_from,
        series.pricing,
        asked.gap_basis,
        asked.gap_number,
        asked.day_on
    from asked
    inner join series
        on (series.counts_from = 'cycle') = (asked.gap_basis is not null)
    left join earned
        on earned.lead_id = asked.lead_id
        and earned.day_on = asked.day_on
        and earned.counts_from = series.counts_from
        and earned.pricing = series.pricing
        and coalesce(earned.gap_basis, '') = coalesce(asked.gap_basis, '')
        and coalesce(earned.gap_number, -1) = coalesce(asked.gap_number, -1)
    where earned.lead_id is null
)

select
    lead_id,
    counts_from,
    pricing,

    gap_basis,
    gap_number,
    behaviour_points,
    engagement_points,

    has_negative_points,

    day_on
from earned
union all
select
    lead_id,
    counts_from,
    pricing,

    gap_basis,
    gap_number,
    0 as behaviour_points,
    0 as engagement_points,

    false as has_negative_points,

    day_on
from idle
