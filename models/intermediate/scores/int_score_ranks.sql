-- One row per landmark, outcome and window, with the area under the ROC curve.
with outcomes as (
    select * from {{ ref('int_score_outcomes') }} where is_mature
),

-- Equal scores share the middle of the ranks that they fill.
ranked as (
    select
        *,
        rank() over (
            partition by landmark, outcome, window_days order by score asc nulls last
        )
        + (count(*) over (partition by landmark, outcome, window_days, score) - 1)
        * 0.5 as score_rank
    from outcomes
),

counted as (
    select
        landmark,
        outcome,
        window_days,
        cast(count(*) as double) as cycles,
        cast(count(*) filter (where is_reached) as double) as reached,
        cast(sum(case when is_reached then score_rank end) as double) as reached_ranks
    from ranked
    group by landmark, outcome, window_days
)

-- Who reached it and who did not: how often the first of such a pair scores higher.
select
    landmark,
    outcome,

    window_days,
    round(
        (reached_ranks - reached * (reached + 1) * 0.5)
        / nullif(reached * (cycles - reached), 0),
        9
    ) as auc
from counted
