-- id: period_entries_recount
-- table: marts.mart_funnel_periods
-- kind: recounts
-- promise: The total entries of a period are what counting the lead cycles directly
--   gives, on either side of a step only of people whose sources can know the other;
--   where nobody's can, there is no count, and no period is missing.
with published as (
    select * from {batch}
),

-- What was reported stays as it was counted then.
periods as (
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

observed as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        stages.stage,
        stages.stage_order,
        stages.stage_path,
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

passed as (
    select
        *,
        min(reached_at) over (
            partition by definition_basis, lead_id, cycle_number, stage_path
            order by stage_order desc
            rows between unbounded preceding and current row
        ) as passed_at
    from observed
),

-- A skipped stage counts as passed where the person's sources can know it; being
-- acquired is never inferred, nor is an exit.
reached as (
    select
        definition_basis,
        lead_id,
        stage,
        'strict' as entry_policy,
        reached_at
    from observed
    where reached_at is not null
    union all
    select
        passed.definition_basis,
        passed.lead_id,
        passed.stage,
        'filled' as entry_policy,
        case
            when
                passed.reached_at is null
                and passed.stage <> 'lead'
                and passed.stage_path = 'success'
                and knowledge.lead_id is not null
                then passed.passed_at
            else passed.reached_at
        end as reached_at
    from passed
    left join intermediate.int_lead_knowledge as knowledge
        on knowledge.definition_basis = passed.definition_basis
        and knowledge.lead_id = passed.lead_id
        and knowledge.stage = passed.stage
    where passed.passed_at is not null
),

steps as (
    select distinct
        -- Every step has many periods; it is listed once.
        from_stage,
        to_stage
    from periods
),

sides as (
    select
        from_stage,
        to_stage,
        from_stage as stage,
        to_stage as other_stage,
        true as is_from
    from steps
    union all
    select
        from_stage,
        to_stage,
        to_stage as stage,
        from_stage as other_stage,
        false as is_from
    from steps
),

-- Counted by the company's day first: a day belongs to one week, month and quarter.
daily as (
    select
        reached.definition_basis,
        cast(
            reached.reached_at at time zone 'UTC' at time zone run.time_zone as date
        ) as day_on,
        reached.entry_policy,
        sides.from_stage,
        sides.to_stage,
        count(knowledge.lead_id) as entries,
        count(case when sides.is_from then knowledge.lead_id end) as entries_from
    from reached
    cross join intermediate.int_run as run
    inner join sides
        on sides.stage = reached.stage
    left join intermediate.int_lead_knowledge as knowledge
        on knowledge.definition_basis = reached.definition_basis
        and knowledge.lead_id = reached.lead_id
        and knowledge.stage = sides.other_stage
    where reached.reached_at is not null
    group by
        reached.definition_basis,
        day_on,
        reached.entry_policy,
        sides.from_stage,
        sides.to_stage
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
        calendar.period_on,
        daily.from_stage,
        daily.to_stage,
        daily.entry_policy,
        nullif(sum(daily.entries), 0) as entries,
        sum(daily.entries_from) as entries_from
    from daily
    inner join calendar
        on calendar.day_on = daily.day_on
    group by
        daily.definition_basis,
        calendar.period_grain,
        calendar.period_on,
        daily.from_stage,
        daily.to_stage,
        daily.entry_policy
),

reported as (
    select * from periods
    where
        segment_dimension = 'all'
)

select
    coalesce(reported.definition_basis, recounted.definition_basis) as definition_basis,
    coalesce(reported.period_grain, recounted.period_grain) as period_grain,
    coalesce(reported.period_on, recounted.period_on) as period_on,
    coalesce(reported.from_stage, recounted.from_stage) as from_stage,
    coalesce(reported.to_stage, recounted.to_stage) as to_stage,
    coalesce(reported.entry_policy, recounted.entry_policy) as entry_policy
from reported
full outer join recounted
    on recounted.definition_basis = reported.definition_basis
    and recounted.period_grain = reported.period_grain
    and recounted.period_on = reported.period_on
    and recounted.from_stage = reported.from_stage
    and recounted.to_stage = reported.to_stage
    and recounted.entry_policy = reported.entry_policy
where
    case
        when reported.stage_knowledge = 'unknown' then recounted.entries is not null
        else
            reported.entries_from is distinct from recounted.entries_from
            or reported.entries_to
            is distinct from recounted.entries - recounted.entries_from
    end
