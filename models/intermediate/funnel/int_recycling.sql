-- One row per basis, cohort period, stage entered, window and segment.
with entries as (
    select * from {{ ref('int_cohort_entries') }} where entry_policy = 'strict'
),

stage_pairs as (
    select * from {{ ref('int_stage_pairs') }} where to_stage = 'recycled'
),

knowledge as (
    select * from {{ ref('int_set_knowledge') }}
),

steps as (
    select * from {{ ref('int_recycling_steps') }}
),

kind_segments as (
    select * from {{ ref('int_kind_segments') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

windows as (
    select * from {{ ref('int_windows') }}
),

reasons as (
    select * from {{ ref('int_recycling_reasons') }}
),

entered as (
    select
        entries.definition_basis,
        day_periods.period_grain,
        day_periods.period_on,
        stage_pairs.from_stage,
        kind_segments.segment_dimension,
        kind_segments.segment_value,
        entries.follow_days,
        recycled.stage is not null as is_known,
        recycled.stage is not null and sql_stage.stage is not null as is_yield_known,
        sum(case when recycled.stage is not null then entries.cycles else 0 end)
            as cycles
    from entries
    inner join stage_pairs on stage_pairs.from_stage = entries.stage
    inner join kind_segments on kind_segments.kind_key = entries.kind_key
    inner join day_periods on day_periods.day_on = entries.entered_on
    left join knowledge as recycled
        on recycled.definition_basis = entries.definition_basis
        and recycled.source_set = entries.source_set
        and recycled.stage = stage_pairs.to_stage
    left join knowledge as sql_stage
        on sql_stage.definition_basis = entries.definition_basis
        and sql_stage.source_set = entries.source_set
        and sql_stage.stage = 'sql'
    group by
        entries.definition_basis, day_periods.period_grain, day_periods.period_on,
        stage_pairs.from_stage, kind_segments.segment_dimension,
        kind_segments.segment_value, entries.follow_days, recycled.stage,
        sql_stage.stage
),

recycled_segments as (
    select
        steps.*,
        kind_segments.segment_dimension,
        kind_segments.segment_value
    from steps
    inner join kind_segments on kind_segments.kind_key = steps.kind_key
),

entered_counts as (
    select
        entered.definition_basis,
        entered.period_grain,
        entered.period_on,
        entered.from_stage,
        windows.window_days,
        entered.segment_dimension,
        entered.segment_value,
        bool_or(entered.is_known) as is_known,
        bool_or(entered.is_yield_known) as is_yield_known,
        bool_or(entered.follow_days < windows.maturing_days) as is_immature,
        cast(sum(entered.cycles) as bigint) as cycles_entered,
        cast(
            coalesce(
                sum(entered.cycles) filter (
                    where coalesce(
                        entered.follow_days >= windows.window_days, true
                    )
                ),
                0
            ) as bigint
        ) as cycles_mature
    from entered
    cross join windows
    group by
        entered.definition_basis, entered.period_grain,
        entered.period_on, entered.from_stage, windows.window_days,
        entered.segment_dimension, entered.segment_value
),

recycled_counts as (
    select
        recycled_segments.definition_basis,
        day_periods.period_grain,
        day_periods.period_on,
        recycled_segments.from_stage,
        recycled_segments.window_days,
        recycled_segments.segment_dimension,
        recycled_segments.segment_value,
        count(*) as cycles_recycled,
        count(*) filter (where recycled_segments.is_reentry_mature) as recycled_mature,
        count(*) filter (where recycled_segments.is_reentered) as cycles_reentered,
        count(*) filter (where recycled_segments.is_yield_mature) as reentered_mature,
        count(*) filter (where recycled_segments.is_sql) as reentered_to_sql,
        count(*) filter (where recycled_segments.is_settled) as recycled_settled,
        {{ percentiles('recycled_segments.days_to_reentry', [0.5, 0.9]) }}
            as days_to_reentry
    from recycled_segments
    inner join day_periods on day_periods.day_on = recycled_segments.entered_on
    group by
        recycled_segments.definition_basis, day_periods.period_grain,
        day_periods.period_on, recycled_segments.from_stage,
        recycled_segments.window_days, recycled_segments.segment_dimension,
        recycled_segments.segment_value
),

-- What no source can know is unknown, not zero. The window "to date" has no days: 0
-- stands for it in the join alone.
known as (
    select
        entered_counts.definition_basis,
        entered_counts.period_grain,
        entered_counts.period_on as cohort_on,
        entered_counts.from_stage,
        entered_counts.window_days,
        entered_counts.segment_dimension,
        entered_counts.segment_value,
        entered_counts.is_known,
        entered_counts.is_yield_known,
        entered_counts.is_immature,
        {{ percentile_of('recycled_counts.days_to_reentry', 1) }}
            as median_days_to_reentry,
        {{ percentile_of('recycled_counts.days_to_reentry', 2) }}
            as p90_days_to_reentry,
        case when entered_counts.is_known then entered_counts.cycles_entered end
            as cycles_entered,
        case when entered_counts.is_known then entered_counts.cycles_mature end
            as cycles_mature,
        case
            when entered_counts.is_known
                then coalesce(recycled_counts.cycles_recycled, 0)
        end as cycles_recycled,
        case
            when entered_counts.is_known
                then coalesce(recycled_counts.recycled_mature, 0)
        end as recycled_mature,
        case
            when entered_counts.is_known
                then coalesce(recycled_counts.cycles_reentered, 0)
        end as cycles_reentered,
        case
            when entered_counts.is_yield_known
                then coalesce(recycled_counts.reentered_mature, 0)
        end as reentered_mature,
        case
            when entered_counts.is_yield_known
                then coalesce(recycled_counts.reentered_to_sql, 0)
        end as reentered_to_sql,
        case
            when entered_counts.is_yield_known
                then coalesce(recycled_counts.recycled_settled, 0)
        end as recycled_settled
    from entered_counts
    left join recycled_counts
        on recycled_counts.definition_basis = entered_counts.definition_basis
        and recycled_counts.period_grain = entered_counts.period_grain
        and recycled_counts.period_on = entered_counts.period_on
        and recycled_counts.from_stage = entered_counts.from_stage
        and coalesce(recycled_counts.window_days, 0)
        = coalesce(entered_counts.window_days, 0)
        and recycled_counts.segment_dimension = entered_counts.segment_dimension
        and recycled_counts.segment_value = entered_counts.segment_value
)

select
    known.definition_basis,
    known.period_grain,
    known.from_stage,
    known.segment_dimension,
    known.segment_value,
    case when known.is_known then 'observed' else 'unknown' end as stage_knowledge,
    case when known.is_yield_known then 'observed' else 'unknown' end
        as yield_knowledge,
    reasons.recycling_reasons,

    known.window_days,
    known.cycles_entered,
    known.cycles_mature,
    known.cycles_recycled,
    round(cast(known.cycles_recycled as double) / nullif(known.cycles_mature, 0), 9)
        as recycling_rate,
    {{ wilson_bound('known.cycles_recycled', 'known.cycles_mature', '-') }}
        as recycling_rate_lower,
    {{ wilson_bound('known.cycles_recycled', 'known.cycles_mature', '+') }}
        as recycling_rate_upper,
    known.recycled_mature,
    known.cycles_reentered,
    round(cast(known.cycles_reentered as double) / nullif(known.recycled_mature, 0), 9)
        as reentry_rate,
    {{ wilson_bound('known.cycles_reentered', 'known.recycled_mature', '-') }}
        as reentry_rate_lower,
    {{ wilson_bound('known.cycles_reentered', 'known.recycled_mature', '+') }}
        as reentry_rate_upper,
    round(known.median_days_to_reentry, 9) as median_days_to_reentry,
    round(known.p90_days_to_reentry, 9) as p90_days_to_reentry,
    known.reentered_mature,
    known.reentered_to_sql,
    round(cast(known.reentered_to_sql as double) / nullif(known.reentered_mature, 0), 9)
        as reentered_yield_rate,
    {{ wilson_bound('known.reentered_to_sql', 'known.reentered_mature', '-') }}
        as reentered_yield_rate_lower,
    {{ wilson_bound('known.reentered_to_sql', 'known.reentered_mature', '+') }}
        as reentered_yield_rate_upper,
    known.recycled_settled,
    round(cast(known.reentered_to_sql as double) / nullif(known.recycled_settled, 0), 9)
        as recycled_yield_rate,
    {{ wilson_bound('known.reentered_to_sql', 'known.recycled_settled', '-') }}
        as recycled_yield_rate_lower,
    {{ wilson_bound('known.reentered_to_sql', 'known.recycled_settled', '+') }}
        as recycled_yield_rate_upper,

    known.is_immature,

    known.cohort_on
from known
left join reasons
    on reasons.definition_basis = known.definition_basis
    and reasons.period_grain = known.period_grain
    and reasons.period_on = known.cohort_on
    and reasons.from_stage = known.from_stage
    and coalesce(reasons.window_days, 0) = coalesce(known.window_days, 0)
    and reasons.segment_dimension = known.segment_dimension
    and reasons.segment_value = known.segment_value
