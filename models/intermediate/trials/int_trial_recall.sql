-- One row per pair of versions, segment, later stage and window: outcomes foretold.
with outcomes as (
    select * from {{ ref('int_pair_outcomes') }}
),

segments as (
    select * from {{ ref('int_lead_segments') }}
),

windows as (
    select * from {{ ref('int_windows') }} where window_days is not null
),

-- The whole window before the outcome must lie in what the history can judge.
judged as (
    select
        outcomes.*,
        windows.window_days,
        coalesce(
            {{ add_days('outcomes.baseline_at', 'windows.window_days') }}
            >= outcomes.occurred_at,
            false
        ) as has_baseline_entry,
        coalesce(
            {{ add_days('outcomes.tried_at', 'windows.window_days') }}
            >= outcomes.occurred_at,
            false
        ) as has_tried_entry
    from outcomes
    cross join windows
    where
        {{ add_days('outcomes.comparable_from', 'windows.window_days') }}
        <= outcomes.occurred_at
)

select
    judged.baseline_definition_id,
    judged.tried_definition_id,
    segments.segment_dimension,
    segments.segment_value,
    judged.outcome_stage,

    judged.window_days,
    count(*) as outcomes_judged,
    count(*) filter (where judged.has_baseline_entry) as baseline_outcomes,
    count(*) filter (where judged.has_tried_entry) as tried_outcomes
from judged
inner join segments on segments.lead_id = judged.lead_id
group by
    judged.baseline_definition_id, judged.tried_definition_id,
    segments.segment_dimension, segments.segment_value, judged.outcome_stage,
    judged.window_days
