-- One row per scope, lead, second and score rule that gave points then.
with touches as (
    select * from {{ ref('int_lead_touches') }} where gap_basis = 'then'
),

prices as (
    select * from {{ ref('int_prices') }} where pricing = 'then'
),

scopes as (
    select * from {{ ref('int_score_scopes') }}
),

priced as (
    select touches.*, prices.score_rule_id, prices.kind, prices.points, prices.daily_cap
    from touches
    inner join prices
        on prices.signal = 'touch'
        and prices.signal_argument = touches.touch_type
        and prices.from_on <= touches.day_on
        and prices.to_on > touches.day_on
    union all
    select touches.*, prices.score_rule_id, prices.kind, prices.points, prices.daily_cap
    from touches
    inner join prices
        on prices.signal = 'content'
        and prices.signal_argument = touches.content_id
        and prices.from_on <= touches.day_on
        and prices.to_on > touches.day_on
),

-- Of a cycle is what comes after the exit before it and its cool-down.
counted as (
    select
        scopes.counts_from,
        priced.lead_id,
        priced.score_rule_id,
        priced.kind,
        priced.points,
        priced.daily_cap,
        priced.day_on,
        priced.occurred_at,
        case when scopes.counts_from = 'cycle' then priced.gap_number else 0 end
            as gap_number,
        count(*) as touches
    from priced
    inner join scopes
        on scopes.counts_from = 'lifetime'
        or priced.gap_number = 0
        or not priced.is_waiting
    group by
        scopes.counts_from, priced.lead_id, priced.gap_number, priced.score_rule_id,
        priced.kind, priced.points, priced.daily_cap, priced.day_on, priced.occurred_at
),

so_far as (
    select
        *,
        sum(touches) over (
            partition by counts_from, lead_id, gap_number, score_rule_id, day_on
            order by occurred_at asc nulls last
        ) as touches_so_far
    from counted
),

-- Once the day's cap is reached a touch gives nothing more.
stepped as (
    select
        *,
        {{ capped_points('touches_so_far', 'so_far') }}
        - {{ capped_points('(touches_so_far - touches)', 'so_far') }} as step
    from so_far
)

select
    counts_from,
    lead_id,
    score_rule_id,
    kind,

    gap_number,
    step as points,

    day_on,
    occurred_at
from stepped
where step != 0
