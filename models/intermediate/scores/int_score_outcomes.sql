-- One row per lead cycle, landmark, outcome still to come then, and window after it.
with landmarks as (
    select * from {{ ref('int_cycle_landmarks') }}
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }} where definition_basis = 'then'
),

windows as (
    select * from {{ ref('int_windows') }} where window_days is not null
),

run as (
    select * from {{ ref('int_run') }}
),

outcomes as (
    select landmarks.*, 'opportunity' as outcome, opportunity_at as outcome_at
    from landmarks
    union all
    select landmarks.*, 'won', won_at
    from landmarks
)

-- What has come already is no outcome; what no source can tell is none either.
select
    outcomes.lead_id,
    outcomes.landmark,
    outcomes.outcome,
    outcomes.band,

    outcomes.cycle_number,
    windows.window_days,
    outcomes.min_cycles,
    outcomes.score,

    {{ add_days('outcomes.landmark_at', 'windows.window_days') }} <= run.as_of
        as is_mature,
    coalesce(
        outcomes.outcome_at
        <= {{ add_days('outcomes.landmark_at', 'windows.window_days') }},
        false
    ) as is_reached,

    outcomes.landmark_on,
    outcomes.landmark_at
from outcomes
cross join windows
cross join run
inner join lead_knowledge
    on lead_knowledge.lead_id = outcomes.lead_id
    and lead_knowledge.stage = outcomes.outcome
where coalesce(outcomes.outcome_at > outcomes.landmark_at, true)
