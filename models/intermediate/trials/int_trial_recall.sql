-- One row per pair of versions, segment, later stage and window: outcomes foretold.
with outcomes as (
    select * from {{ ref('int_pair_outcomes') }}
),

lead_traits as (
    select * from {{ ref('int_lead_traits') }}
),

segments as (
    select * from {{ ref('int_trait_segments') }}
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
),

counted as (
    select
        judged.baseline_definition_id,
        judged.tried_definition_id,
        judged.outcome_stage,
        judged.window_days,
        lead_traits.channel,
        lead_traits.industry,
        lead_traits.company_size,
        count(*) as outcomes_judged,
        count(*) filter (where judged.has_baseline_entry) as baseline_outcomes,
        count(*) filter (where judged.has_tried_entry) as tried_outcomes
    from judged
    inner join lead_traits on lead_traits.lead_id = judged.lead_id
    group by
        judged.baseline_definition_id, judged.tried_definition_id,
        judged.outcome_stage, judged.window_days, lead_traits.channel,
        lead_traits.industry, lead_traits.company_size
)

select
    counted.baseline_definition_id,
    counted.tried_definition_id,
    segments.segment_dimension,
    segments.segment_value,
    counted.outcome_stage,

    counted.window_days,
    cast(sum(counted.outcomes_judged) as bigint) as outcomes_judged,
    cast(sum(counted.baseline_outcomes) as bigint) as baseline_outcomes,
    cast(sum(counted.tried_outcomes) as bigint) as tried_outcomes
from counted
inner join segments
    on segments.channel = counted.channel
    and segments.industry = counted.industry
    and segments.company_size = counted.company_size
group by
    counted.baseline_definition_id, counted.tried_definition_id,
    segments.segment_dimension, segments.segment_value, counted.outcome_stage,
    counted.window_days
