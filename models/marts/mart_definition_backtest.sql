-- One row per pair of versions of a stage, segment, later stage and window of days.
with cells as (
    select * from {{ ref('int_trial_cells') }}
),

pair_leads as (
    select * from {{ ref('int_pair_leads') }}
),

lead_traits as (
    select * from {{ ref('int_lead_traits') }}
),

segments as (
    select * from {{ ref('int_trait_segments') }}
),

volumes as (
    select * from {{ ref('int_trial_volumes') }}
),

capacity as (
    select * from {{ ref('int_call_capacity') }}
),

precisions as (
    select * from {{ ref('int_trial_precision') }}
),

recalls as (
    select * from {{ ref('int_trial_recall') }}
),

trait_counts as (
    select
        pair_leads.baseline_definition_id,
        pair_leads.tried_definition_id,
        pair_leads.verdict,
        lead_traits.channel,
        lead_traits.industry,
        lead_traits.company_size,
        count(*) as leads
    from pair_leads
    inner join lead_traits on lead_traits.lead_id = pair_leads.lead_id
    group by
        pair_leads.baseline_definition_id, pair_leads.tried_definition_id,
        pair_leads.verdict, lead_traits.channel, lead_traits.industry,
        lead_traits.company_size
),

lead_counts as (
    select
        trait_counts.baseline_definition_id,
        trait_counts.tried_definition_id,
        segments.segment_dimension,
        segments.segment_value,
        sum(trait_counts.leads) filter (where trait_counts.verdict = 'gained')
            as gained_leads,
        sum(trait_counts.leads) filter (where trait_counts.verdict = 'lost')
            as lost_leads,
        sum(trait_counts.leads) filter (where trait_counts.verdict = 'kept')
            as kept_leads
    from trait_counts
    inner join segments
        on segments.channel = trait_counts.channel
        and segments.industry = trait_counts.industry
        and segments.company_size = trait_counts.company_size
    group by
        trait_counts.baseline_definition_id, trait_counts.tried_definition_id,
        segments.segment_dimension, segments.segment_value
),

-- Where both versions can be judged, nobody is a count; elsewhere it is unknown.
counted as (
    select
        cells.*,
        case when cells.is_known then coalesce(lead_counts.gained_leads, 0) end
            as gained_leads,
        case when cells.is_known then coalesce(lead_counts.lost_leads, 0) end
            as lost_leads,
        case when cells.is_known then coalesce(lead_counts.kept_leads, 0) end
            as kept_leads,
        case
            when cells.is_outcome_known then coalesce(recalls.outcomes_judged, 0)
        end as outcomes_judged,
        case
            when cells.is_outcome_known then coalesce(recalls.baseline_outcomes, 0)
        end as baseline_outcomes,
        case
            when cells.is_outcome_known then coalesce(recalls.tried_outcomes, 0)
        end as tried_outcomes,
        case
            when cells.is_outcome_known then coalesce(baselines.entries_mature, 0)
        end as baseline_mature,
        case
            when cells.is_outcome_known then coalesce(baselines.entries_reached, 0)
        end as baseline_reached,
        case
            when cells.is_outcome_known then coalesce(tried.entries_mature, 0)
        end as tried_mature,
        case
            when cells.is_outcome_known then coalesce(tried.entries_reached, 0)
        end as tried_reached
    from cells
    left join lead_counts
        on lead_counts.baseline_definition_id = cells.baseline_definition_id
        and lead_counts.tried_definition_id = cells.tried_definition_id
        and lead_counts.segment_dimension = cells.segment_dimension
        and lead_counts.segment_value = cells.segment_value
    left join recalls
        on recalls.baseline_definition_id = cells.baseline_definition_id
        and recalls.tried_definition_id = cells.tried_definition_id
        and recalls.segment_dimension = cells.segment_dimension
        and recalls.segment_value = cells.segment_value
        and recalls.outcome_stage = cells.outcome_stage
        and recalls.window_days = cells.window_days
    left join precisions as baselines
        on baselines.baseline_definition_id = cells.baseline_definition_id
        and baselines.tried_definition_id = cells.tried_definition_id
        and baselines.side = 'baseline'
        and baselines.segment_dimension = cells.segment_dimension
        and baselines.segment_value = cells.segment_value
        and baselines.outcome_stage = cells.outcome_stage
        and baselines.window_days = cells.window_days
    left join precisions as tried
        on tried.baseline_definition_id = cells.baseline_definition_id
        and tried.tried_definition_id = cells.tried_definition_id
        and tried.side = 'tried'
        and tried.segment_dimension = cells.segment_dimension
        and tried.segment_value = cells.segment_value
        and tried.outcome_stage = cells.outcome_stage
        and tried.window_days = cells.window_days
)

-- The team calls the leads of all segments: its capacity is held against the total.
select
    counted.baseline_definition_id,
    counted.tried_definition_id,
    counted.stage,
    counted.segment_dimension,
    counted.segment_value,
    counted.outcome_stage,
    case when counted.is_known then 'observed' else 'unknown' end as stage_knowledge,
    case
        when counted.outcome_stage is null then null
        when counted.is_outcome_known then 'observed'
        else 'unknown'
    end as outcome_knowledge,
    capacity.team as calling_team,

    counted.window_days,
    cast(counted.gained_leads as bigint) as gained_leads,
    cast(counted.lost_leads as bigint) as lost_leads,
    cast(counted.kept_leads as bigint) as kept_leads,
    cast(counted.lost_leads + counted.kept_leads as bigint) as baseline_leads,
    cast(counted.gained_leads + counted.kept_leads as bigint) as tried_leads,
    baseline_volumes.entries as baseline_entries,
    tried_volumes.entries as tried_entries,
    baseline_volumes.entries_before as baseline_entries_before,
    tried_volumes.entries_before as tried_entries_before,
    baseline_volumes.weekly_mean as baseline_weekly_mean,
    tried_volumes.weekly_mean as tried_weekly_mean,
    baseline_volumes.weekly_p90 as baseline_weekly_p90,
    tried_volumes.weekly_p90 as tried_weekly_p90,
    baseline_volumes.weekly_max as baseline_weekly_max,
    tried_volumes.weekly_max as tried_weekly_max,
    round(baseline_volumes.entries * capacity.calls_per_lead, 9) as baseline_calls,
    round(tried_volumes.entries * capacity.calls_per_lead, 9) as tried_calls,
    case when counted.segment_dimension = 'all' then capacity.calls_per_week end
        as calls_per_week,
    case
        when counted.segment_dimension = 'all' and capacity.stage is not null
            then baseline_volumes.weeks_over_capacity
    end as baseline_weeks_over_capacity,
    case
        when counted.segment_dimension = 'all' and capacity.stage is not null
            then tried_volumes.weeks_over_capacity
    end as tried_weeks_over_capacity,
    counted.baseline_mature,
    counted.baseline_reached,
    round(
        cast(counted.baseline_reached as double) / nullif(counted.baseline_mature, 0), 9
    ) as baseline_precision,
    {{ wilson_bound('counted.baseline_reached', 'counted.baseline_mature', '-') }}
        as baseline_precision_lower,
    {{ wilson_bound('counted.baseline_reached', 'counted.baseline_mature', '+') }}
        as baseline_precision_upper,
    counted.tried_mature,
    counted.tried_reached,
    round(cast(counted.tried_reached as double) / nullif(counted.tried_mature, 0), 9)
        as tried_precision,
    {{ wilson_bound('counted.tried_reached', 'counted.tried_mature', '-') }}
        as tried_precision_lower,
    {{ wilson_bound('counted.tried_reached', 'counted.tried_mature', '+') }}
        as tried_precision_upper,
    counted.outcomes_judged,
    counted.baseline_outcomes,
    round(
        cast(counted.baseline_outcomes as double) / nullif(counted.outcomes_judged, 0),
        9
    ) as baseline_recall,
    {{ wilson_bound('counted.baseline_outcomes', 'counted.outcomes_judged', '-') }}
        as baseline_recall_lower,
    {{ wilson_bound('counted.baseline_outcomes', 'counted.outcomes_judged', '+') }}
        as baseline_recall_upper,
    counted.tried_outcomes,
    round(
        cast(counted.tried_outcomes as double) / nullif(counted.outcomes_judged, 0), 9
    ) as tried_recall,
    {{ wilson_bound('counted.tried_outcomes', 'counted.outcomes_judged', '-') }}
        as tried_recall_lower,
    {{ wilson_bound('counted.tried_outcomes', 'counted.outcomes_judged', '+') }}
        as tried_recall_upper,

    baseline_volumes.peak_week_on as baseline_peak_week_on,
    tried_volumes.peak_week_on as tried_peak_week_on,
    counted.comparable_from
from counted
left join capacity on capacity.stage = counted.stage
left join volumes as baseline_volumes
    on baseline_volumes.baseline_definition_id = counted.baseline_definition_id
    and baseline_volumes.tried_definition_id = counted.tried_definition_id
    and baseline_volumes.segment_dimension = counted.segment_dimension
    and baseline_volumes.segment_value = counted.segment_value
    and baseline_volumes.side = 'baseline'
left join volumes as tried_volumes
    on tried_volumes.baseline_definition_id = counted.baseline_definition_id
    and tried_volumes.tried_definition_id = counted.tried_definition_id
    and tried_volumes.segment_dimension = counted.segment_dimension
    and tried_volumes.segment_value = counted.segment_value
    and tried_volumes.side = 'tried'
