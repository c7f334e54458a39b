-- One row per day on which a score changed, with the decay of each kind of points.
with changes as (
    select * from {{ ref('int_score_changes') }}
),

decay as (
    select * from {{ ref('int_score_decay') }} where pricing = 'then'
),

half_lives as (
    select * from {{ source('book', 'score_half_lives') }}
),

run as (
    select * from {{ ref('int_run') }}
),

days as (
    select changed_on as day_on from changes group by changed_on
),

paced as (
    select
        days.day_on,
        max(case when half_lives.kind = 'behaviour' then half_lives.half_life_days end)
            as behaviour_half_life_days,
        max(case when half_lives.kind = 'engagement' then half_lives.half_life_days end)
            as engagement_half_life_days
    from days
    left join half_lives
        on coalesce(half_lives.valid_from <= days.day_on, true)
        and coalesce(half_lives.valid_to > days.day_on, true)
    group by days.day_on
)

-- Attributes are older than anything that decays: no day, no halving.
select
    paced.day_on,

    paced.behaviour_half_life_days,
    paced.engagement_half_life_days,
    coalesce(behaviour.decay_block, 0) as behaviour_block,
    coalesce(behaviour.halvings_in_block, 0) as behaviour_halvings,
    coalesce(behaviour.halvings_since_last_block, 0) as behaviour_halvings_since_last,
    coalesce(engagement.decay_block, 0) as engagement_block,
    coalesce(engagement.halvings_in_block, 0) as engagement_halvings,
    coalesce(engagement.halvings_since_last_block, 0) as engagement_halvings_since_last,

    {{ day_start('paced.day_on', 'run.time_zone') }} as starts_at
from paced
cross join run
left join decay as behaviour
    on behaviour.day_on = paced.day_on
    and behaviour.kind = 'behaviour'
left join decay as engagement
    on engagement.day_on = paced.day_on
    and engagement.kind = 'engagement'
