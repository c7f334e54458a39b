-- id: cohorts_recount_from_cycles
-- table: marts.mart_funnel_cohorts
-- kind: recounts
-- promise: The counts of every total cohort (strict, by the definitions of then) are
--   what counting its lead cycles directly gives, and no cohort is missing.
with cohorts as (
    select * from {batch}
),

as_of as (
    select
        as_of as as_of_at,
        time_zone
    from intermediate.int_run
),

reached as (
    select
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
    from facts.fct_lead_cycles as cycles
    cross join (
        values
        ('lead'), ('mql'), ('sal'), ('sql'), ('opportunity'), ('won'), ('lost'),
        ('recycled'), ('disqualified')
    ) as stages (stage)
),

-- The company's calendar, worked out anew from the instant.
starts as (
    select
        reached.lead_id,
        reached.cycle_number,
        reached.stage as from_stage,
        reached.reached_at as started_at,
        grains.period_grain,
        case grains.period_grain
            when 'day' then days.day_on
            when 'week' then days.week_on
            when 'month' then days.month_on
            when 'quarter' then days.quarter_on
        end as cohort_on
    from reached
    cross join as_of
    inner join dimensions.dim_days as days
        on days.day_on = cast(
            reached.reached_at at time zone 'UTC' at time zone as_of.time_zone as date
        )
    cross join (
        select distinct
            -- Every grain has many cohorts; it is listed once.
            period_grain
        from cohorts
    ) as grains
    where reached.reached_at is not null
),

-- One row a lead cycle, kind of step and window, with what the definition says of it.
steps as (
    select
        starts.period_grain,
        starts.cohort_on,
        kinds.from_stage,
        kinds.to_stage,
        kinds.window_days,
        kinds.window_days is null
        or starts.started_at + to_hours(24 * kinds.window_days) <= as_of.as_of_at
            as is_mature,
        ends.reached_at >= starts.started_at
        and ends.reached_at <= as_of.as_of_at
        and (
            kinds.window_days is null
            or ends.reached_at <= starts.started_at + to_hours(24 * kinds.window_days)
        ) as is_converted
    from starts
    cross join as_of
    inner join (
        select distinct
            -- Every step and window has many cohorts; it is listed once.
            from_stage,
            to_stage,
            window_days
        from cohorts
        where stage_knowledge = 'observed'
    ) as kinds
        on kinds.from_stage = starts.from_stage
    left join reached as ends
        on ends.lead_id = starts.lead_id
        and ends.cycle_number = starts.cycle_number
        and ends.stage = kinds.to_stage
),

recounted as (
    select
        period_grain,
        cohort_on,
        from_stage,
        to_stage,
        window_days,
        count(*) as entered,
        count(case when is_mature then 1 end) as mature,
        count(case when is_mature and is_converted then 1 end) as converted
    from steps
    group by
        period_grain,
        cohort_on,
        from_stage,
        to_stage,
        window_days
),

reported as (
    select * from cohorts
    where
        definition_basis = 'then'
        and entry_policy = 'strict'
        and segment_dimension = 'all'
)

select
    coalesce(reported.period_grain, recounted.period_grain) as period_grain,
    coalesce(reported.cohort_on, recounted.cohort_on) as cohort_on,
    coalesce(reported.from_stage, recounted.from_stage) as from_stage,
    coalesce(reported.to_stage, recounted.to_stage) as to_stage,
    coalesce(reported.window_days, recounted.window_days) as window_days
from reported
full outer join recounted
    on recounted.period_grain = reported.period_grain
    and recounted.cohort_on = reported.cohort_on
    and recounted.from_stage = reported.from_stage
    and recounted.to_stage = reported.to_stage
    and recounted.window_days is not distinct from reported.window_days
where
    coalesce(reported.stage_knowledge, 'observed') = 'observed'
    and (
        coalesce(reported.cycles_entered, 0) <> coalesce(recounted.entered, 0)
        or coalesce(reported.cycles_mature, 0) <> coalesce(recounted.mature, 0)
        or coalesce(reported.cycles_converted, 0) <> coalesce(recounted.converted, 0)
    )
