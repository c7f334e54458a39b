-- One row per basis, cohort period, stage pair, window, entry policy and segment.
with entries as (
    select * from {{ ref('int_cohort_entries') }}
),

conversions as (
    select * from {{ ref('int_conversions') }}
),

stage_pairs as (
    select * from {{ ref('int_stage_pairs') }}
),

knowledge as (
    select * from {{ ref('int_set_knowledge') }}
),

windows as (
    select * from {{ ref('int_windows') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

days as (
    select * from {{ ref('int_days') }}
),

cohort_definitions as (
    select * from {{ ref('int_cohort_definitions') }}
),

period_entries as (
    select
        entries.definition_basis,
        day_periods.period_grain,
        day_periods.period_on,
        entries.stage,
        entries.entry_policy,
        entries.channel,
        entries.lead_source,
        entries.customer_status,
        entries.source_set,
        entries.mature_days,
        sum(entries.cycles) as cycles,
        min(entries.entered_on) as first_on
    from entries
    inner join day_periods on day_periods.day_on = entries.entered_on
    group by
        entries.definition_basis, day_periods.period_grain, day_periods.period_on,
        entries.stage, entries.entry_policy, entries.channel, entries.lead_source,
        entries.customer_status, entries.source_set, entries.mature_days
),

-- Only cycles of people whose sources can know the stage are in numbers of it.
entered as (
    select
        period_entries.*,
        stage_pairs.from_stage,
        stage_pairs.to_stage,
        case when knowledge.stage is not null then period_entries.cycles else 0 end
            as known_cycles,
        knowledge.stage is not null as is_known,
        coalesce(knowledge.observed_from > days.starts_at, false) as is_left_truncated
    from period_entries
    inner join stage_pairs on stage_pairs.from_stage = period_entries.stage
    inner join days on days.day_on = period_entries.first_on
    left join knowledge
        on knowledge.definition_basis = period_entries.definition_basis
        and knowledge.source_set = period_entries.source_set
        and knowledge.stage = stage_pairs.to_stage
),

period_conversions as (
    select
        conversions.definition_basis,
        day_periods.period_grain,
        day_periods.period_on,
        conversions.from_stage,
        conversions.to_stage,
        conversions.entry_policy,
        conversions.channel,
        conversions.lead_source,
        conversions.customer_status,
        conversions.mature_days,
        conversions.within_days,
        count(*) as cycles
    from conversions
    inner join day_periods on day_periods.day_on = conversions.entered_on
    group by
        conversions.definition_basis, day_periods.period_grain, day_periods.period_on,
        conversions.from_stage, conversions.to_stage, conversions.entry_policy,
        conversions.channel, conversions.lead_source, conversions.customer_status,
        conversions.mature_days, conversions.within_days
),

entered_segments as (
    {{ segmented('entered', [
        'definition_basis', 'period_grain', 'period_on', 'from_stage', 'to_stage',
        'entry_policy', 'mature_days', 'known_cycles', 'is_known', 'is_left_truncated'
    ]) }}
),

converted_segments as (
    {{ segmented('period_conversions', [
        'definition_basis', 'period_grain', 'period_on', 'from_stage', 'to_stage',
        'entry_policy', 'mature_days', 'within_days', 'cycles'
    ]) }}
),

timed_segments as (
    {{ segmented('conversions', [
        'definition_basis', 'entered_on', 'from_stage', 'to_stage', 'entry_policy',
        'mature_days', 'within_days', 'days_taken'
    ]) }}
),

-- Rows are many and their keys long: each step of a segment and each period is counted
-- under a number.
steps as (
    select
        row_number() over () as step_number,
        *
    from (
        select distinct
            definition_basis, from_stage, to_stage, entry_policy, segment_dimension,
            segment_value
        from entered_segments
    ) as distinct_steps  -- one row per step and segment
),

periods as (
    select
        row_number() over () as period_number,
        *
    from (
        select distinct period_grain, period_on
        from day_periods
    ) as distinct_periods  -- one row per period, not per day
),

-- To date every cycle is in the denominator.
windowed as (
    select
        steps.step_number,
        periods.period_number,
        windows.window_days,
        entered_segments.is_known,
        entered_segments.known_cycles as cycles_entered,
        case
            when coalesce(entered_segments.mature_days >= windows.window_days, true)
                then entered_segments.known_cycles
            else 0
        end as cycles_mature,
        0 as cycles_converted,
        entered_segments.mature_days < windows.maturing_days as is_immature,
        entered_segments.is_left_truncated
    from entered_segments
    inner join steps
        on steps.definition_basis = entered_segments.definition_basis
        and steps.from_stage = entered_segments.from_stage
        and steps.to_stage = entered_segments.to_stage
        and steps.entry_policy = entered_segments.entry_policy
        and steps.segment_dimension = entered_segments.segment_dimension
        and steps.segment_value = entered_segments.segment_value
    inner join periods
        on periods.period_grain = entered_segments.period_grain
        and periods.period_on = entered_segments.period_on
    cross join windows
    union all
    select
        steps.step_number, periods.period_number, windows.window_days,
        false, 0, 0, converted_segments.cycles, false, false
    from converted_segments
    inner join steps
        on steps.definition_basis = converted_segments.definition_basis
        and steps.from_stage = converted_segments.from_stage
        and steps.to_stage = converted_segments.to_stage
        and steps.entry_policy = converted_segments.entry_policy
        and steps.segment_dimension = converted_segments.segment_dimension
        and steps.segment_value = converted_segments.segment_value
    inner join periods
        on periods.period_grain = converted_segments.period_grain
        and periods.period_on = converted_segments.period_on
    inner join windows
        on coalesce(
            converted_segments.mature_days >= windows.window_days
            and converted_segments.within_days <= windows.window_days,
            true
        )
),

counted as (
    select
        step_number,
        period_number,
        window_days,
        bool_or(is_known) as is_known,
        cast(sum(cycles_entered) as bigint) as cycles_entered,
        cast(sum(cycles_mature) as bigint) as cycles_mature,
        cast(sum(cycles_converted) as bigint) as cycles_converted,
        bool_or(is_immature) as is_immature,
        bool_or(is_left_truncated) as is_left_truncated
    from windowed
    group by step_number, period_number, window_days
),

timed as (
    select
        steps.step_number,
        timed_segments.entered_on,
        timed_segments.mature_days,
        timed_segments.within_days,
        timed_segments.days_taken
    from timed_segments
    inner join steps
        on steps.definition_basis = timed_segments.definition_basis
        and steps.from_stage = timed_segments.from_stage
        and steps.to_stage = timed_segments.to_stage
        and steps.entry_policy = timed_segments.entry_policy
        and steps.segment_dimension = timed_segments.segment_dimension
        and steps.segment_value = timed_segments.segment_value
    where timed_segments.days_taken is not null
),

durations as (
    select
        timed.step_number,
        periods.period_number,
        windows.window_days,
        {{ percentiles('timed.days_taken', [0.5, 0.9]) }} as days
    from timed
    inner join day_periods on day_periods.day_on = timed.entered_on
    inner join periods
        on periods.period_grain = day_periods.period_grain
        and periods.period_on = day_periods.period_on
    inner join windows
        on coalesce(
            timed.mature_days >= windows.window_days
            and timed.within_days <= windows.window_days,
            true
        )
    group by timed.step_number, periods.period_number, windows.window_days
),

-- The window "to date" has no days: 0 stands for it in the join alone.
known as (
    select
        steps.*,
        periods.period_grain,
        periods.period_on as cohort_on,
        counted.window_days,
        counted.is_known,
        counted.is_immature,
        counted.is_left_truncated,
        case when counted.is_known then counted.cycles_entered end as cycles_entered,
        case when counted.is_known then counted.cycles_mature end as cycles_mature,
        case when counted.is_known then counted.cycles_converted end
            as cycles_converted,
        round({{ percentile_of('durations.days', 1) }}, 9) as median_days,
        round({{ percentile_of('durations.days', 2) }}, 9) as p90_days
    from counted
    inner join steps on steps.step_number = counted.step_number
    inner join periods on periods.period_number = counted.period_number
    left join durations
        on durations.step_number = counted.step_number
        and durations.period_number = counted.period_number
        and coalesce(durations.window_days, 0) = coalesce(counted.window_days, 0)
)

select
    known.definition_basis,
    known.period_grain,
    known.from_stage,
    known.to_stage,
    known.entry_policy,
    known.segment_dimension,
    known.segment_value,
    case when known.is_known then 'observed' else 'unknown' end as stage_knowledge,
    cohort_definitions.definition_ids,

    known.window_days,
    known.cycles_entered,
    known.cycles_mature,
    known.cycles_converted,
    round(cast(known.cycles_converted as double) / nullif(known.cycles_mature, 0), 9)
        as conversion_rate,
    {{ wilson_bound('known.cycles_converted', 'known.cycles_mature', '-') }}
        as rate_lower,
    {{ wilson_bound('known.cycles_converted', 'known.cycles_mature', '+') }}
        as rate_upper,
    cast(null as double) as estimated_rate,
    known.median_days,
    known.p90_days,

    known.is_immature,
    known.is_left_truncated,

    known.cohort_on
from known
inner join cohort_definitions
    on cohort_definitions.definition_basis = known.definition_basis
    and cohort_definitions.period_grain = known.period_grain
    and cohort_definitions.period_on = known.cohort_on
    and cohort_definitions.stage = known.from_stage
    and cohort_definitions.entry_policy = known.entry_policy
    and cohort_definitions.segment_dimension = known.segment_dimension
    and cohort_definitions.segment_value = known.segment_value
