-- id: score_intervals_follow_each_other
-- table: facts.fct_score_intervals
-- kind: order
-- promise: Each interval of a score ends where the next begins and only the last one is
--   current; its score is the sum of its parts, and none below 0 is displayed.
with intervals as (
    select * from {batch}
),

followed as (
    select
        *,
        lead(from_at) over (
            partition by lead_id, counts_from order by from_at
        ) as next_from_at
    from intervals
)

select
    lead_id,
    counts_from,
    from_at
from followed
where
    to_at is distinct from next_from_at
    or is_current <> (to_at is null)
    or abs(score - behaviour_score - engagement_score - attribute_score) > 1e-6
    or displayed_score <> greatest(score, 0)
