-- One row per scope, lead, score threshold and instant at which it was crossed.
with sides as (
    select * from {{ ref('int_score_sides') }}
),

days as (
    select * from {{ ref('int_days') }}
),

-- Decay acts at midnights: only intervals that may cross at one are looked at by day.
midnights as (
    select
        sides.counts_from,
        sides.lead_id,
        sides.score_series,
        sides.comparison,
        sides.definition_ids,
        sides.threshold,
        sides.is_above as was_above_at_first,
        sides.from_at,
        days.starts_at as crossed_at,
        sides.attribute_score,
        {{ decayed(
            'sides.behaviour_score', 'sides.behaviour_half_life_days',
            days_between('sides.from_on', 'days.day_on')
        ) }} as behaviour_score,
        {{ decayed(
            'sides.engagement_score', 'sides.engagement_half_life_days',
            days_between('sides.from_on', 'days.day_on')
        ) }} as engagement_score
    from sides
    inner join days
        on days.day_on > sides.from_on
        and days.day_on <= sides.last_on
    where sides.may_cross_within
),

sided as (
    select
        *,
        {{ score_of('midnights', 'score_series') }} as score,
        {{ compares(
            score_of('midnights', 'score_series'), 'comparison', 'threshold'
        ) }} as is_above
    from midnights
),

faded as (
    select
        *,
        coalesce(
            lag(is_above) over (
                partition by
                    counts_from, lead_id, score_series, comparison, threshold, from_at
                order by crossed_at asc nulls last
            ),
            was_above_at_first
        ) as was_above
    from sided
),

crossings as (
    select
        counts_from, lead_id, score_series, comparison, definition_ids,
        'decay' as cause, threshold, score, is_above, crossed_at
    from faded
    where is_above != was_above
    union all
    select
        counts_from, lead_id, score_series, comparison, definition_ids, cause,
        threshold, {{ score_of('sides', 'score_series') }}, is_above, from_at
    from sides
    where is_above != was_above
)

select
    lead_id,
    counts_from,
    score_series,
    comparison,
    case when is_above then 'upward' else 'downward' end as direction,
    cause,
    definition_ids,

    threshold,
    score,

    crossed_at
from crossings
