-- One row per lead, counting scope and signal day, with the balances at its end.
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

decay as (
    select * from {{ ref('int_score_decay') }}
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
    cross join (select kind from decay group by kind) as kinds
),

daily as (
    select
        lead_id,
        counts_from,
        gap_number,
        day_on,
        kind,
        sum(points) as points,
        bool_or(has_negative_points) as has_negative_points
    from day_points
    group by lead_id, counts_from, gap_number, day_on, kind
),

-- Points are carried in units of the first day, so that a sum replaces a recursion.
carried as (
    select
        daily.*,
        decay.halvings_so_far,
        sum(daily.points * power(2, decay.halvings_so_far)) over (
            partition by daily.lead_id, daily.counts_from, daily.gap_number, daily.kind
            order by daily.day_on asc nulls last
        ) as carried_points
    from daily
    inner join decay
        on decay.day_on = daily.day_on
        and decay.kind = daily.kind
)

select
    lead_id,
    counts_from,

    gap_number,
    round(
        sum(
            case
                when kind = 'behaviour' then carried_points * power(2, -halvings_so_far)
            end
        ),
        9
    ) as behaviour_score,
    round(
        sum(
            case
                when
                    kind = 'engagement'
                    then carried_points * power(2, -halvings_so_far)
            end
        ),
        9
    ) as engagement_score,

    bool_or(has_negative_points) as has_negative_points,

    day_on
from carried
group by lead_id, counts_from, gap_number, day_on
