-- One row per score interval and threshold that is or may be crossed at or within it.
with intervals as (
    select * from {{ ref('int_score_intervals') }}
),

thresholds as (
    select * from {{ ref('int_score_thresholds') }}
),

-- Where it begins, and what its points are worth on its last day.
begun as (
    select
        intervals.counts_from,
        intervals.lead_id,
        intervals.cause,
        intervals.behaviour_score as first_behaviour_score,
        intervals.engagement_score as first_engagement_score,
        intervals.attribute_score,
        intervals.behaviour_half_life_days,
        intervals.engagement_half_life_days,
        intervals.from_on,
        intervals.last_on,
        intervals.from_at,
        thresholds.threshold_number,
        thresholds.score_series,
        thresholds.comparison,
        thresholds.definition_ids,
        thresholds.threshold,
        {{ decayed(
            'intervals.behaviour_score', 'intervals.behaviour_half_life_days',
            days_between('intervals.from_on', 'intervals.last_on')
        ) }} as behaviour_score,
        {{ decayed(
            'intervals.engagement_score', 'intervals.engagement_half_life_days',
            days_between('intervals.from_on', 'intervals.last_on')
        ) }} as engagement_score,
        {{ compares('0', 'thresholds.comparison', 'thresholds.threshold') }}
            as is_zero_above,
        {{ compares(
            score_of('intervals', 'thresholds.score_series'),
            'thresholds.comparison', 'thresholds.threshold'
        ) }} as is_above
    from intervals
    inner join thresholds on thresholds.counts_from = intervals.counts_from
),

ended as (
    select
        *,
        {{ compares(
            score_of('begun', 'score_series'), 'comparison', 'threshold'
        ) }} as is_above_at_end
    from begun
),

-- Points that fade and penalties that fade may cross back and forth.
moving as (
    select
        *,
        is_above != is_above_at_end
        or first_behaviour_score * first_engagement_score < 0 as may_cross_within
    from ended
),

-- Most people never come to most thresholds.
comers as (
    select lead_id, threshold_number
    from moving
    where is_zero_above or is_above or may_cross_within
    group by lead_id, threshold_number
),

-- Before its first points everybody has 0.
followed as (
    select
        moving.*,
        coalesce(
            lag(moving.is_above_at_end) over (
                partition by moving.lead_id, moving.threshold_number
                order by moving.from_at asc nulls last
            ),
            moving.is_zero_above
        ) as was_above
    from moving
    inner join comers
        on comers.lead_id = moving.lead_id
        and comers.threshold_number = moving.threshold_number
)

select
    counts_from,
    lead_id,
    score_series,
    comparison,
    definition_ids,
    cause,

    threshold_number,
    threshold,
    first_behaviour_score as behaviour_score,
    first_engagement_score as engagement_score,
    attribute_score,
    behaviour_half_life_days,
    engagement_half_life_days,

    was_above,
    is_above,
    may_cross_within,

    from_on,
    last_on,
    from_at
from followed
where is_above != was_above or may_cross_within
