-- One row per scope, lead, score threshold and instant at which it was crossed.
with sides as (
    select * from {{ ref('int_score_sides') }}
),

days as (
    select * from {{ ref('int_days') }}
),

-- What of the points fades, and what of it the threshold asks for.
fading as (
    select
        *,
        case when score_series = 'engagement' then 0 else behaviour_score end
            as behaviour_part,
        case when score_series = 'behaviour' then 0 else engagement_score end
            as engagement_part,
        threshold
        - case
            when score_series in ('behaviour', 'engagement') then 0
            else attribute_score
        end as points_needed
    from sides
    where may_cross_within
),

paced as (
    select
        *,
        behaviour_part + engagement_part as points,
        behaviour_part < 0 or engagement_part < 0 as has_penalty,
        least(
            case when behaviour_part > 0 then behaviour_half_life_days end,
            case when engagement_part > 0 then engagement_half_life_days end
        ) as quickest_days,
        case
            when behaviour_part > 0 and behaviour_half_life_days is null then null
            when engagement_part > 0 and engagement_half_life_days is null then null
            else greatest(
                case when behaviour_part > 0 then behaviour_half_life_days end,
                case when engagement_part > 0 then engagement_half_life_days end
            )
        end as slowest_days
    from fading
),

-- Without penalties a score only falls: it meets the threshold after the day on which
-- it would if all of it faded as quickly as its quickest part, and not after the day on
-- which it would if all of it faded as slowly as its slowest. Scores are rounded.
bounded as (
    select
        *,
        case
            when not has_penalty and points > points_needed + 1e-6
                then floor(
                    quickest_days
                    * log2(points / nullif(greatest(points_needed + 1e-6, 1e-6), 0))
                )
        end as first_days,
        case
            when not has_penalty and points_needed > 2e-6
                then ceil(
                    slowest_days
                    * log2(greatest(points / nullif(points_needed - 1e-6, 0), 1))
                )
        end as last_days
    from paced
),

watched as (
    select
        *,
        greatest(
            {{ shift_day('from_on', 'least(coalesce(first_days, 1), 100000)') }},
            {{ shift_day('from_on', '1') }}
        ) as first_on,
        least(
            {{ shift_day('from_on', 'least(coalesce(last_days, 100000), 100000)') }},
            last_on
        ) as final_on
    from bounded
),

-- Decay acts at midnights: only intervals that may cross at one are looked at by day.
midnights as (
    select
        sides.counts_from,
        sides.lead_id,
        sides.score_series,
        sides.comparison,
        sides.definition_ids,
        sides.threshold_number,
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
    from watched as sides
    inner join days
        on days.day_on >= sides.first_on
        and days.day_on <= sides.final_on
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
                partition by lead_id, threshold_number, from_at
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
