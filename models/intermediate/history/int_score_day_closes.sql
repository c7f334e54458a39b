-- One row per lead and day on which its score of a lifetime changed: how it ended.
with intervals as (
    select * from {{ ref('int_score_intervals') }} where counts_from = 'lifetime'
),

ranked as (
    select
        lead_id,
        score,
        from_on,
        from_at,
        row_number() over (
            partition by lead_id, from_on order by from_at desc nulls last
        ) as day_rank
    from intervals
)

select
    lead_id,

    score,

    from_on as day_on,
    from_at as changed_at
from ranked
where day_rank = 1
