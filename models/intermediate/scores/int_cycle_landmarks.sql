-- One row per lead cycle and landmark it reached while open, with the score known then.
with cycles as (
    select * from {{ ref('int_lead_cycles') }} where definition_basis = 'then'
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

knowledge as (
    select * from {{ ref('int_score_knowledge') }}
),

score_intervals as (
    select * from {{ ref('int_score_intervals') }} where counts_from = 'lifetime'
),

score_landmarks as (
    select * from {{ source('book', 'score_landmarks') }}
),

bands as (
    select * from {{ ref('int_score_bands') }}
),

run as (
    select * from {{ ref('int_run') }}
),

in_force as (
    select score_landmarks.*
    from score_landmarks
    cross join run
    where
        coalesce(score_landmarks.valid_from <= run.as_of_on, true)
        and coalesce(score_landmarks.valid_to > run.as_of_on, true)
),

anchored as (
    select
        cycles.*,
        counted_cycles.closed_at,
        in_force.landmark,
        in_force.after_days,
        in_force.min_cycles,
        case in_force.anchor
            when 'opened' then cycles.opened_at
            when 'mql' then cycles.mql_at
            when 'sal' then cycles.sal_at
            when 'sql' then cycles.sql_at
        end as anchor_at
    from cycles
    inner join counted_cycles
        on counted_cycles.lead_id = cycles.lead_id
        and counted_cycles.cycle_number = cycles.cycle_number
    inner join knowledge on knowledge.lead_id = cycles.lead_id
    cross join in_force
),

landmarks as (
    select
        *,
        {{ add_days('anchor_at', 'after_days') }} as landmark_at
    from anchored
    where anchor_at is not null
),

-- A cycle that is over by then has nothing left to be foretold.
reached as (
    select
        landmarks.*,
        {{ company_day('landmarks.landmark_at') }} as landmark_on
    from landmarks
    cross join run
    where
        landmarks.landmark_at <= run.as_of
        and coalesce(landmarks.closed_at > landmarks.landmark_at, true)
),

intervals as (
    select
        *,
        coalesce(to_at, timestamp '9999-12-31 00:00:00') as ends_at
    from score_intervals
),

-- What happened later enters by no way: the interval is the one of the landmark.
known as (
    select
        reached.*,
        coalesce(intervals.attribute_score, 0) as attribute_score,
        coalesce(
            {{ decayed(
                'intervals.behaviour_score', 'intervals.behaviour_half_life_days',
                days_between('intervals.from_on', 'reached.landmark_on')
            ) }},
            0
        ) as behaviour_score,
        coalesce(
            {{ decayed(
                'intervals.engagement_score', 'intervals.engagement_half_life_days',
                days_between('intervals.from_on', 'reached.landmark_on')
            ) }},
            0
        ) as engagement_score
    from reached
    left join intervals
        on intervals.lead_id = reached.lead_id
        and intervals.from_at <= reached.landmark_at
        and intervals.ends_at > reached.landmark_at
),

scored as (
    select
        *,
        {{ score_of('known', "'total'") }} as score
    from known
)

select
    scored.lead_id,
    scored.landmark,
    bands.band,

    scored.cycle_number,
    scored.min_cycles,
    scored.score,

    scored.landmark_on,
    scored.landmark_at,
    scored.opportunity_at,
    scored.won_at
from scored
inner join bands
    on coalesce(bands.lower_bound <= scored.score, true)
    and coalesce(bands.upper_bound > scored.score, true)
