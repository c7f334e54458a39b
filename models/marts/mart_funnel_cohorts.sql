-- One row per cohort period, stage pair, window, entry policy and segment.
with steps as (
    select * from {{ ref('int_funnel_steps') }}
),

days as (
    select * from {{ ref('dim_days') }}
),

run as (
    select * from {{ ref('int_run') }}
),

conversion_windows as (
    select * from {{ source('book', 'conversion_windows') }}
),

windows as (
    select conversion_windows.window_days
    from conversion_windows
    cross join run
    where
        (conversion_windows.valid_from is null or conversion_windows.valid_from <= run.as_of_on)
        and (conversion_windows.valid_to is null or conversion_windows.valid_to > run.as_of_on)
    union all
    select null
),

default_window as (
    select conversion_windows.window_days as default_days
    from conversion_windows
    cross join run
    where
        conversion_windows.is_default
        and (
            conversion_windows.valid_from is null
            or conversion_windows.valid_from <= run.as_of_on
        )
        and (conversion_windows.valid_to is null or conversion_windows.valid_to > run.as_of_on)
),

dated as (
    select
        steps.*,
        days.week_on,
        days.month_on,
        days.quarter_on,
        steps.observed_from > days.starts_at as is_left_truncated,
        case
            when not steps.has_inferred_time
                then {{ elapsed_days('steps.from_at', 'steps.to_at') }}
        end as days_taken
    from steps
    inner join days
        on days.starts_at <= steps.from_at
        and days.ends_at > steps.from_at
),

periods as (
    select dated.*, 'week' as period_grain, week_on as cohort_on from dated
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

-- Mature: old enough for the whole window to lie before the as-of; to date, all are.
aged as (
    select
        segments.*,
        windows.window_days,
        windows.window_days is null
        or {{ add_days('segments.from_at', 'windows.window_days') }} <= run.as_of as is_mature,
        {{ add_days('segments.from_at', 'coalesce(windows.window_days, default_window.default_days)') }}
        > run.as_of as is_young,
        segments.to_at is not null and (
            windows.window_days is null
            or segments.to_at
            <= {{ add_days('segments.from_at', 'windows.window_days') }}
        ) as is_converted
    from segments
    cross join windows
    cross join default_window
    cross join run
),

counted as (
    select
        period_grain,
        cohort_on,
        from_stage,
        to_stage,
        window_days,
        entry_policy,
        segment_dimension,
        segment_value,
        bool_or(is_known) as is_known,
        count(*) filter (where is_known) as cycles_entered,
        count(*) filter (where is_known and is_mature) as cycles_mature,
        count(*) filter (where is_known and is_mature and is_converted) as cycles_converted,
        percentile_cont(0.5) within group (
            order by case when is_mature and is_converted then days_taken end
        ) as median_days,
        percentile_cont(0.9) within group (
            order by case when is_mature and is_converted then days_taken end
        ) as p90_days,
        bool_or(is_young) as is_immature,
        bool_or(coalesce(is_left_truncated, false)) as is_left_truncated,
        {{ joined_values('definition_id') }} as definition_ids
    from aged
    group by
        period_grain, cohort_on, from_stage, to_stage, window_days, entry_policy,
        segment_dimension, segment_value
)

select
    'then' as definition_basis,
    period_grain,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    case when is_known then 'observed' else 'unknown' end as stage_knowledge,
    definition_ids,

    window_days,
    case when is_known then cycles_entered end as cycles_entered,
    case when is_known then cycles_mature end as cycles_mature,
    case when is_known then cycles_converted end as cycles_converted,
    case
        when is_known
            then round(cast(cycles_converted as double) / nullif(cycles_mature, 0), 9)
    end as conversion_rate,
    case when is_known then {{ wilson_bound('cycles_converted', 'cycles_mature', '-') }} end
        as rate_lower,
    case when is_known then {{ wilson_bound('cycles_converted', 'cycles_mature', '+') }} end
        as rate_upper,
    cast(null as double) as estimated_rate,
    round(median_days, 9) as median_days,
    round(p90_days, 9) as p90_days,

    is_immature,
    is_left_truncated,

    cohort_on
from counted
