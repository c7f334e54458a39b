-- One row per basis, cohort period, stage entered, window and segment.
with steps as (
    select * from {{ ref('int_recycling_steps') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

segments as (
    select * from {{ ref('int_cycle_segments') }}
),

reasons as (
    select * from {{ ref('int_recycling_reasons') }}
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }} where stage = 'sql'
),

counted as (
    select
        steps.definition_basis,
        day_periods.period_grain,
        day_periods.period_on as cohort_on,
        steps.from_stage,
        steps.window_days,
        segments.segment_dimension,
        segments.segment_value,
        bool_or(steps.is_known) as is_known,
        bool_or(steps.is_known and lead_knowledge.lead_id is not null)
            as is_yield_known,
        count(*) filter (where steps.is_known) as cycles_entered,
        count(*) filter (where steps.is_known and steps.is_mature) as cycles_mature,
        count(*) filter (where steps.is_known and steps.is_recycled)
            as cycles_recycled,
        count(*) filter (where steps.is_known and steps.is_reentry_mature)
            as recycled_mature,
        count(*) filter (where steps.is_known and steps.is_reentered)
            as cycles_reentered,
        count(*) filter (where steps.is_known and steps.is_yield_mature)
            as reentered_mature,
        count(*) filter (where steps.is_known and steps.is_sql) as reentered_to_sql,
        count(*) filter (where steps.is_known and steps.is_settled)
            as recycled_settled,
        percentile_cont(0.5) within group (
            order by case when steps.is_known then steps.days_to_reentry end
        ) as median_days_to_reentry,
        percentile_cont(0.9) within group (
            order by case when steps.is_known then steps.days_to_reentry end
        ) as p90_days_to_reentry,
        bool_or(not steps.is_old_enough) as is_immature
    from steps
    inner join day_periods on day_periods.day_on = steps.entered_on
    inner join segments
        on segments.definition_basis = steps.definition_basis
        and segments.lead_id = steps.lead_id
        and segments.cycle_number = steps.cycle_number
    left join lead_knowledge
        on lead_knowledge.definition_basis = steps.definition_basis
        and lead_knowledge.lead_id = steps.lead_id
    group by
        steps.definition_basis, day_periods.period_grain, day_periods.period_on,
        steps.from_stage, steps.window_days, segments.segment_dimension,
        segments.segment_value
),

-- What no source can know is unknown, not zero.
known as (
    select
        definition_basis,
        period_grain,
        cohort_on,
        from_stage,
        window_days,
        segment_dimension,
        segment_value,
        is_known,
        is_yield_known,
        is_immature,
        median_days_to_reentry,
        p90_days_to_reentry,
        case when is_known then cycles_entered end as cycles_entered,
        case when is_known then cycles_mature end as cycles_mature,
        case when is_known then cycles_recycled end as cycles_recycled,
        case when is_known then recycled_mature end as recycled_mature,
        case when is_known then cycles_reentered end as cycles_reentered,
        case when is_yield_known then reentered_mature end as reentered_mature,
        case when is_yield_known then reentered_to_sql end as reentered_to_sql,
        case when is_yield_known then recycled_settled end as recycled_settled
    from counted
)

-- The window "to date" has no days: 0 stands for it in the join alone.
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
