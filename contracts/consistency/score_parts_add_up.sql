-- id: score_parts_add_up
-- table: marts.mart_lead_score_parts
-- kind: adding up
-- promise: The points of its rules add up to the score of a lead, a cap or the passing
--   of time adds nothing, and the score is the one that its history ends with.
with parts as (
    select * from {batch}
),

sums as (
    select
        lead_id,
        counts_from,
        sum(cast(decayed_points as decimal(18, 9))) as points,
        min(score) as score,
        max(score) as other_score,
        bool_and(displayed_score = greatest(score, 0)) as is_displayed,
        bool_and(
            abs(decayed_points) <= abs(capped_points) + 1e-9
            and abs(capped_points) <= abs(raw_points) + 1e-9
            and decayed_points * raw_points >= 0
        ) as is_shrinking
    from parts
    group by
        lead_id,
        counts_from
),

-- Days between its beginning and the as-of, at the half-lives of the interval.
histories as (
    select
        intervals.lead_id,
        intervals.counts_from,
        intervals.attribute_score
        + intervals.behaviour_score * power(
            2,
            -coalesce(
                cast(run.as_of_on - intervals.from_on as double)
                / intervals.behaviour_half_life_days,
                0
            )
        )
        + intervals.engagement_score * power(
            2,
            -coalesce(
                cast(run.as_of_on - intervals.from_on as double)
                / intervals.engagement_half_life_days,
                0
            )
        ) as score
    from facts.fct_score_intervals as intervals
    cross join intermediate.int_run as run
    where intervals.is_current
)

select
    coalesce(sums.lead_id, histories.lead_id) as lead_id,
    coalesce(sums.counts_from, histories.counts_from) as counts_from
from sums
full join histories
    on histories.lead_id = sums.lead_id
    and histories.counts_from = sums.counts_from
where
    abs(coalesce(sums.score, 0) - coalesce(histories.score, 0)) > 2e-6
    or round(sums.points, 6) <> sums.score
    or sums.score <> sums.other_score
    or not sums.is_displayed
    or not sums.is_shrinking
