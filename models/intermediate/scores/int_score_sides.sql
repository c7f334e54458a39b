-- One row per score interval and threshold that is or may be crossed at or within it.
with intervals as (
    select * from {{ ref('int_score_intervals') }}
),

thresholds as (
    select * from {{ ref('int_score_thresholds') }}
),

-- What its points are worth on its last day.
ended as (
    select
        *,
        {{ decayed(
            'behaviour_score', 'behaviour_half_life_days',
            days_between('from_on', 'last_on')
        ) }} as last_behaviour_score,
        {{ decayed(
            'engagement_score', 'engagement_half_life_days',
            days_between('from_on', 'last_on')
        ) }} as last_engagement_score,
        attribute_score as last_attribute_score
    from intervals
),

-- Before its first points everybody has 0.
followed as (
    select
        *,
        coalesce(lag(last_behaviour_score) over lead_history, 0)
            as before_behaviour_score,
        coalesce(lag(last_engagement_score) over lead_history, 0)
            as before_engagement_score,
        coalesce(lag(attribute_score) over lead_history, 0) as before_attribute_score
    from ended
    window lead_history as (
        partition by counts_from, lead_id order by from_at asc nulls last
    )
),

sided as (
    select
        followed.*,
        thresholds.threshold_number,
        thresholds.score_series,
        thresholds.comparison,
        thresholds.definition_ids,
        thresholds.threshold,
        {{ compares(
            score_of('followed', 'thresholds.score_series', 'before_'),
            'thresholds.comparison', 'thresholds.threshold'
        ) }} as was_above,
        {{ compares(
            score_of('followed', 'thresholds.score_series'),
            'thresholds.comparison', 'thresholds.threshold'
        ) }} as is_above,
        {{ compares(
            score_of('followed', 'thresholds.score_series', 'last_'),
            'thresholds.comparison', 'thresholds.threshold'
        ) }} as is_above_at_end
    from followed
    inner join thresholds on thresholds.counts_from = followed.counts_from
),

-- Points that fade and penalties that fade may cross back and forth.
moving as (
    select
        *,
        is_above != is_above_at_end
        or behaviour_score * engagement_score < 0 as may_cross_within
    from sided
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
    behaviour_score,
    engagement_score,
    attribute_score,
    behaviour_half_life_days,
    engagement_half_life_days,

    was_above,
    is_above,
    may_cross_within,

    from_on,
    last_on,
    from_at
from moving
where is_above != was_above or may_cross_within
