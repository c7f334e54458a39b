-- One row per pair of versions, segment and side: the entries, and those of its weeks.
with pair_entries as (
    select * from {{ ref('int_pair_entries') }}
),

lead_traits as (
    select * from {{ ref('int_lead_traits') }}
),

trait_segments as (
    select * from {{ ref('int_trait_segments') }}
),

segments as (
    select * from {{ ref('int_trial_segments') }} where is_known
),

days as (
    select * from {{ ref('int_days') }}
),

capacity as (
    select * from {{ ref('int_call_capacity') }}
),

sides as (
    select segments.*, 'baseline' as side from segments
    union all
    select segments.*, 'tried' from segments
),

counted as (
    select
        pair_entries.baseline_definition_id,
        pair_entries.tried_definition_id,
        pair_entries.side,
        lead_traits.channel,
        lead_traits.industry,
        lead_traits.company_size,
        days.week_on,
        count(*) filter (where pair_entries.is_comparable) as entries,
        count(*) filter (where not pair_entries.is_comparable) as entries_before
    from pair_entries
    inner join lead_traits on lead_traits.lead_id = pair_entries.lead_id
    inner join days
        on days.starts_at <= pair_entries.occurred_at
        and days.ends_at > pair_entries.occurred_at
    group by
        pair_entries.baseline_definition_id, pair_entries.tried_definition_id,
        pair_entries.side, lead_traits.channel, lead_traits.industry,
        lead_traits.company_size, days.week_on
),

weekly as (
    select
        counted.baseline_definition_id,
        counted.tried_definition_id,
        counted.side,
        trait_segments.segment_dimension,
        trait_segments.segment_value,
        counted.week_on,
        sum(counted.entries) as entries,
        sum(counted.entries_before) as entries_before
    from counted
    inner join trait_segments
        on trait_segments.channel = counted.channel
        and trait_segments.industry = counted.industry
        and trait_segments.company_size = counted.company_size
    group by
        counted.baseline_definition_id, counted.tried_definition_id, counted.side,
        trait_segments.segment_dimension, trait_segments.segment_value,
        counted.week_on
),

totals as (
    select
        baseline_definition_id,
        tried_definition_id,
        side,
        segment_dimension,
        segment_value,
        sum(entries) as entries,
        sum(entries_before) as entries_before
    from weekly
    group by
        baseline_definition_id, tried_definition_id, side, segment_dimension,
        segment_value
),

-- A week cut by the first record or by the as-of would make the mean too low.
whole_weeks as (
    select week_on, min(starts_at) as starts_at
    from days
    group by week_on
    having count(*) = 7
),

-- A week without an entry has none: the versions could be judged in it.
compared_weeks as (
    select
        sides.baseline_definition_id,
        sides.tried_definition_id,
        sides.side,
        sides.segment_dimension,
        sides.segment_value,
        whole_weeks.week_on,
        cast(coalesce(weekly.entries, 0) as bigint) as entries,
        coalesce(weekly.entries, 0) * capacity.calls_per_lead > capacity.calls_per_week
            as is_over_capacity
    from sides
    inner join whole_weeks on whole_weeks.starts_at >= sides.comparable_from
    left join capacity on capacity.stage = sides.stage
    left join weekly
        on weekly.baseline_definition_id = sides.baseline_definition_id
        and weekly.tried_definition_id = sides.tried_definition_id
        and weekly.side = sides.side
        and weekly.segment_dimension = sides.segment_dimension
        and weekly.segment_value = sides.segment_value
        and weekly.week_on = whole_weeks.week_on
),

ranked_weeks as (
    select
        *,
        row_number() over (
            partition by
                baseline_definition_id, tried_definition_id, side, segment_dimension,
                segment_value
            order by entries desc nulls last, week_on asc nulls last
        ) as week_rank
    from compared_weeks
),

weeks as (
    select
        baseline_definition_id,
        tried_definition_id,
        side,
        segment_dimension,
        segment_value,
        avg(cast(entries as double)) as weekly_mean,
        percentile_cont(0.9) within group (order by entries) as weekly_p90,
        max(entries) as weekly_max,
        count(*) filter (where is_over_capacity) as weeks_over_capacity,
        min(case when week_rank = 1 and entries > 0 then week_on end) as peak_week_on
    from ranked_weeks
    group by
        baseline_definition_id, tried_definition_id, side, segment_dimension,
        segment_value
)

select
    sides.baseline_definition_id,
    sides.tried_definition_id,
    sides.segment_dimension,
    sides.segment_value,
    sides.side,

    cast(coalesce(totals.entries, 0) as bigint) as entries,
    cast(coalesce(totals.entries_before, 0) as bigint) as entries_before,
    round(weeks.weekly_mean, 9) as weekly_mean,
    round(weeks.weekly_p90, 9) as weekly_p90,
    weeks.weekly_max,
    weeks.weeks_over_capacity,

    weeks.peak_week_on
from sides
left join totals
    on totals.baseline_definition_id = sides.baseline_definition_id
    and totals.tried_definition_id = sides.tried_definition_id
    and totals.side = sides.side
    and totals.segment_dimension = sides.segment_dimension
    and totals.segment_value = sides.segment_value
left join weeks
    on weeks.baseline_definition_id = sides.baseline_definition_id
    and weeks.tried_definition_id = sides.tried_definition_id
    and weeks.side = sides.side
    and weeks.segment_dimension = sides.segment_dimension
    and weeks.segment_value = sides.segment_value
