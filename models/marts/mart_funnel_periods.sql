-- One row per period, stage pair, entry policy and segment: entries against entries.
with stage_times as (
    select * from {{ ref('int_cycle_stage_times') }}
),

leads as (
    select * from {{ ref('dim_leads') }}
),

days as (
    select * from {{ ref('dim_days') }}
),

lifecycle_stages as (
    select * from {{ ref('int_stages') }}
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }}
),

dated as (
    select
        stage_times.stage,
        stage_times.entry_policy,
        leads.channel,
        leads.lead_source,
        days.week_on,
        days.month_on,
        days.quarter_on
    from stage_times
    inner join leads on leads.lead_id = stage_times.lead_id
    inner join days
        on days.starts_at <= stage_times.occurred_at
        and days.ends_at > stage_times.occurred_at
),

periods as (
    select dated.*, 'week' as period_grain, week_on as period_on from dated
    union all
    select dated.*, 'month', month_on from dated
    union all
    select dated.*, 'quarter', quarter_on from dated
),

segments as (
    select periods.*, 'all' as segment_dimension, 'all' as segment_value from periods
    union all
    select periods.*, 'channel', channel from periods
    union all
    select periods.*, 'lead_source', lead_source from periods
),

entries as (
    select
        period_grain, period_on, entry_policy, segment_dimension, segment_value, stage,
        count(*) as entries
    from segments
    group by
        period_grain, period_on, entry_policy, segment_dimension, segment_value, stage
),

-- A pair is shown where either stage was entered in the period.
period_groups as (
    select period_grain, period_on, entry_policy, segment_dimension, segment_value
    from entries
    group by period_grain, period_on, entry_policy, segment_dimension, segment_value
),

stage_pairs as (
    select
        from_stages.stage as from_stage,
        to_stages.stage as to_stage
    from lifecycle_stages as from_stages
    inner join lifecycle_stages as to_stages
        on to_stages.stage_order > from_stages.stage_order
    where from_stages.stage_path = 'success' and from_stages.stage != 'won'
),

known_stages as (
    select stage from lead_knowledge group by stage
),

-- A stage somebody can know and nobody entered is a true zero; otherwise it is unknown.
paired as (
    select
        period_groups.*,
        stage_pairs.from_stage,
        stage_pairs.to_stage,
        case when known_from.stage is not null then coalesce(entries_from.entries, 0) end
            as entries_from,
        case when known_to.stage is not null then coalesce(entries_to.entries, 0) end
            as entries_to
    from period_groups
    cross join stage_pairs
    left join known_stages as known_from on known_from.stage = stage_pairs.from_stage
    left join known_stages as known_to on known_to.stage = stage_pairs.to_stage
    left join entries as entries_from
        on entries_from.period_grain = period_groups.period_grain
        and entries_from.period_on = period_groups.period_on
        and entries_from.entry_policy = period_groups.entry_policy
        and entries_from.segment_dimension = period_groups.segment_dimension
        and entries_from.segment_value = period_groups.segment_value
        and entries_from.stage = stage_pairs.from_stage
    left join entries as entries_to
        on entries_to.period_grain = period_groups.period_grain
        and entries_to.period_on = period_groups.period_on
        and entries_to.entry_policy = period_groups.entry_policy
        and entries_to.segment_dimension = period_groups.segment_dimension
        and entries_to.segment_value = period_groups.segment_value
        and entries_to.stage = stage_pairs.to_stage
    where
        entries_from.entries is not null
        or entries_to.entries is not null
)

select
    'then' as definition_basis,
    period_grain,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    case
        when entries_from is null or entries_to is null then 'unknown' else 'observed'
    end as stage_knowledge,

    entries_from,
    entries_to,
    round(cast(entries_to as double) / nullif(entries_from, 0), 9) as period_ratio,

    period_on
from paired
