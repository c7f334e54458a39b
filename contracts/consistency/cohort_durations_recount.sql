-- id: cohort_durations_recount
-- table: marts.mart_funnel_cohorts
-- kind: recounts
-- promise: The median and 90th percentile of every total cohort (strict, by the
--   definitions of then) are those of its lead cycles; it is immature where one of them
--   is younger than its window, to date the default one, and cut off on the left where
--   the later stage was observed only from after the day of one.
with published as (
    select * from {batch}
),

-- What was reported stays as it was counted then.
cohorts as (
    select * from published
    where definition_basis <> 'reported'
),

every_cycle as (
    select
        'then' as definition_basis, lead_id, cycle_number, entry_type, opened_at, mql_at,
        sal_at, sql_at, opportunity_at, won_at, lost_at, recycled_at, disqualified_at
    from facts.fct_lead_cycles
    union all
    select
        definition_basis, lead_id, cycle_number, entry_type, opened_at, mql_at,
        sal_at, sql_at, opportunity_at, won_at, lost_at, recycled_at, disqualified_at
    from intermediate.int_lead_cycles
    where definition_basis <> 'then'
),

reached as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        stages.stage,
        case stages.stage
            when 'lead' then
                case when cycles.entry_type = 'acquired' then cycles.opened_at end
            when 'mql' then cycles.mql_at
            when 'sal' then cycles.sal_at
            when 'sql' then cycles.sql_at
            when 'opportunity' then cycles.opportunity_at
            when 'won' then cycles.won_at
            when 'lost' then cycles.lost_at
            when 'recycled' then cycles.recycled_at
            when 'disqualified' then cycles.disqualified_at
        end as reached_at
    from every_cycle as cycles
    cross join book.lifecycle_stages as stages
),

steps as (
    select distinct
        -- Every step has many cohorts; it is listed once.
        from_stage,
        to_stage
    from cohorts
),

taken as (
    select
        starts.definition_basis,
        steps.from_stage,
        steps.to_stage,
        days.week_on,
        days.month_on,
        days.quarter_on,
        starts.reached_at,
        (epoch_us(ends.reached_at) - epoch_us(starts.reached_at)) * 1e-6 / 86400
            as days_taken,
        coalesce(knowledge.observed_from > days.starts_at, false) as is_left_truncated
    from reached as starts
    inner join steps
        on steps.from_stage = starts.stage
    inner join dimensions.dim_days as days
        on days.starts_at <= starts.reached_at
        and days.ends_at > starts.reached_at
    left join intermediate.int_lead_knowledge as knowledge
        on knowledge.definition_basis = starts.definition_basis
        and knowledge.lead_id = starts.lead_id
        and knowledge.stage = steps.to_stage
    left join reached as ends
        on ends.definition_basis = starts.definition_basis
        and ends.lead_id = starts.lead_id
        and ends.cycle_number = starts.cycle_number
        and ends.stage = steps.to_stage
),

periods as (
    select 'week' as period_grain, week_on as cohort_on, * from taken
    union all
    select 'month' as period_grain, month_on as cohort_on, * from taken
    union all
    select 'quarter' as period_grain, quarter_on as cohort_on, * from taken
),

-- A duration counts where its whole window is over; to date every one does.
aged as (
    select
        periods.definition_basis,
        periods.period_grain,
        periods.cohort_on,
        periods.from_stage,
        periods.to_stage,
        windows.window_days,
        periods.is_left_truncated,
        periods.reached_at + to_hours(24 * windows.maturing_days) > run.as_of
            as is_young,
        case
            when
                windows.window_days is null
                or (
                    periods.days_taken <= windows.window_days
                    and periods.reached_at + to_hours(24 * windows.window_days)
                    <= run.as_of
                )
                then periods.days_taken
        end as days_taken
    from periods
    cross join intermediate.int_windows as windows
    cross join intermediate.int_run as run
),

recounted as (
    select
        definition_basis,
        period_grain,
        cohort_on,
        from_stage,
        to_stage,
        window_days,
        quantile_cont(days_taken, 0.5) as median_days,
        quantile_cont(days_taken, 0.9) as p90_days,
        bool_or(is_young) as is_immature,
        bool_or(is_left_truncated) as is_left_truncated
    from aged
    group by
        definition_basis,
        period_grain,
        cohort_on,
        from_stage,
        to_stage,
        window_days
)

select
    cohorts.definition_basis,
    cohorts.period_grain,
    cohorts.cohort_on,
    cohorts.from_stage,
    cohorts.to_stage,
    cohorts.window_days
from cohorts
left join recounted
    on recounted.definition_basis = cohorts.definition_basis
    and recounted.period_grain = cohorts.period_grain
    and recounted.cohort_on = cohorts.cohort_on
    and recounted.from_stage = cohorts.from_stage
    and recounted.to_stage = cohorts.to_stage
    and recounted.window_days is not distinct from cohorts.window_days
where
    cohorts.entry_policy = 'strict'
    and cohorts.segment_dimension = 'all'
    and (
        cohorts.is_immature is distinct from recounted.is_immature
        or cohorts.is_left_truncated is distinct from recounted.is_left_truncated
        or (cohorts.median_days is null) <> (recounted.median_days is null)
        or (cohorts.p90_days is null) <> (recounted.p90_days is null)
        or abs(cohorts.median_days - recounted.median_days) > 1e-6
        or abs(cohorts.p90_days - recounted.p90_days) > 1e-6
    )
