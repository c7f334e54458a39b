-- One row per scope and lead with points, with the score as of the run.
with intervals as (
    select * from {{ ref('int_score_intervals') }} where to_at is null
),

-- Half-lives do not change within an interval.
aged as (
    select
        counts_from,
        lead_id,
        attribute_score,
        {{ decayed(
            'behaviour_score', 'behaviour_half_life_days',
            days_between('from_on', 'last_on')
        ) }} as behaviour_score,
        {{ decayed(
            'engagement_score', 'engagement_half_life_days',
            days_between('from_on', 'last_on')
        ) }} as engagement_score
    from intervals
)

select
    counts_from,
    lead_id,

    behaviour_score,
    engagement_score,
    attribute_score,
    {{ score_of('aged', "'total'") }} as score
from aged
