-- One row per pair of versions, side, segment, later stage and window: mature entries.
with pair_entries as (
    select * from {{ ref('int_pair_entries') }} where is_comparable
),

outcomes as (
    select * from {{ ref('int_entry_outcomes') }}
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

run as (
    select * from {{ ref('int_run') }}
),

judged as (
    select
        pair_entries.*,
        outcomes.outcome_stage,
        windows.window_days,
        coalesce(
            outcomes.reached_at
            <= {{ add_days('pair_entries.occurred_at', 'windows.window_days') }},
            false
        ) as is_reached
    from pair_entries
    cross join windows
    cross join run
    inner join outcomes
        on outcomes.definition_basis = pair_entries.definition_basis
        and outcomes.stage = pair_entries.stage
        and outcomes.lead_id = pair_entries.lead_id
        and outcomes.gap_number = pair_entries.gap_number
    where
        {{ add_days('pair_entries.occurred_at', 'windows.window_days') }} <= run.as_of
),

counted as (
    select
        judged.baseline_definition_id,
        judged.tried_definition_id,
        judged.side,
        judged.outcome_stage,
        judged.window_days,
        lead_traits.channel,
        lead_traits.industry,
        lead_traits.company_size,
        count(*) as entries_mature,
        count(*) filter (where judged.is_reached) as entries_reached
    from judged
    inner join lead_traits on lead_traits.lead_id = judged.lead_id
    group by
        judged.baseline_definition_id, judged.tried_definition_id, judged.side,
        judged.outcome_stage, judged.window_days, lead_traits.channel,
        lead_traits.industry, lead_traits.company_size
)

select
    counted.baseline_definition_id,
    counted.tried_definition_id,
    counted.side,
    segments.segment_dimension,
    segments.segment_value,
    counted.outcome_stage,

    counted.window_days,
    cast(sum(counted.entries_mature) as bigint) as entries_mature,
    cast(sum(counted.entries_reached) as bigint) as entries_reached
from counted
inner join segments
    on segments.channel = counted.channel
    and segments.industry = counted.industry
    and segments.company_size = counted.company_size
group by
    counted.baseline_definition_id, counted.tried_definition_id, counted.side,
    segments.segment_dimension, segments.segment_value, counted.outcome_stage,
    counted.window_days
