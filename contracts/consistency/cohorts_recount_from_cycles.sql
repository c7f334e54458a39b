-- id: cohorts_recount_from_cycles
-- table: marts.mart_funnel_cohorts
-- kind: recounts
-- promise: The counts of every total cohort (strict, on either basis) are
--   what counting its lead cycles directly gives, and no cohort is missing.
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
    cross join (
        values
        ('lead'), ('mql'), ('sal'), ('sql'), ('opportunity'), ('won'), ('lost'),
        ('recycled'), ('disqualified')
    ) as stages (stage)
),

kinds as (
    select distinct
        -- Every step and window has many cohorts; it is listed once.
        from_stage,
        to_stage,
        window_days
    from cohorts
),

-- Counted by the company's day first: a day belongs to one week, month and quarter.
daily as (
    select
        starts.definition_basis,
        cast(
            starts.reached_at at time zone 'UTC' at time zone run.time_zone as date
        ) as day_on,
        kinds.from_stage,
        kinds.to_stage,
        kinds.window_days,
        count(*) as entered,
        count(
            case
                when
                    kinds.window_days is null
                    or starts.reached_at + to_hours(24 * kinds.window_days) <= run.as_of
                    then 1
            end
        ) as mature,
        count(
            case
                when
                    kinds.window_days is null
                    and ends.reached_at between starts.reached_at and run.as_of
                    then 1
                when
                    starts.reached_at + to_hours(24 * kinds.window_days) <= run.as_of
                    and ends.reached_at between starts.reached_at
                    and starts.reached_at + to_hours(24 * kinds.window_days)
                    then 1
            end
        ) as converted
    from reached as starts
    cross join intermediate.int_run as run
    inner join kinds
        on kinds.from_stage = starts.stage
    -- A cycle whose sources cannot know the later stage says nothing about reaching it.
    inner join intermediate.int_lead_knowledge as knowledge
        on knowledge.definition_basis = starts.definition_basis
        and knowledge.lead_id = starts.lead_id
        and knowledge.stage = kinds.to_stage
    left join reached as ends
        on ends.definition_basis = starts.definition_basis
        and ends.lead_id = starts.lead_id
        and ends.cycle_number = starts.cycle_number
        and ends.stage = kinds.to_stage
    where starts.reached_at is not null
    group by
        starts.definition_basis,
        day_on,
        kinds.from_stage,
        kinds.to_stage,
        kinds.window_days
),

calendar as (
    select day_on, 'week' as period_grain, week_on as period_on
    from dimensions.dim_days
    union all
    select day_on, 'month' as period_grain, month_on as period_on
    from dimensions.dim_days
    union all
    select day_on, 'quarter' as period_grain, quarter_on as period_on
    from dimensions.dim_days
),

recounted as (
    select
        daily.definition_basis,
        calendar.period_grain,
        calendar.period_on as cohort_on,
        daily.from_stage,
        daily.to_stage,
        daily.window_days,
        sum(daily.entered) as entered,
        sum(daily.mature) as mature,
        sum(daily.converted) as converted
    from daily
    inner join calendar
        on calendar.day_on = daily.day_on
    group by
        daily.definition_basis,
        calendar.period_grain,
        calendar.period_on,
        daily.from_stage,
        daily.to_stage,
        daily.window_days
),

reported as (
    select * from cohorts
    where
        entry_policy = 'strict'
        and segment_dimension = 'all'
)

select
    coalesce(reported.definition_basis, recounted.definition_basis) as definition_basis,
    coalesce(reported.period_grain, recounted.period_grain) as period_grain,
    coalesce(reported.cohort_on, recounted.cohort_on) as cohort_on,
    coalesce(reported.from_stage, recounted.from_stage) as from_stage,
    coalesce(reported.to_stage, recounted.to_stage) as to_stage,
    coalesce(reported.window_days, recounted.window_days) as window_days
from reported
full outer join recounted
    on recounted.definition_basis = reported.definition_basis
    and recounted.period_grain = reported.period_grain
    and recounted.cohort_on = reported.cohort_on
    and recounted.from_stage = reported.from_stage
    and recounted.to_stage = reported.to_stage
    and recounted.window_days is not distinct from reported.window_days
where
    reported.cycles_entered is distinct from recounted.entered
    or reported.cycles_mature is distinct from recounted.mature
    or reported.cycles_converted is distinct from recounted.converted
