-- id: recycling_recounts_from_cycles
-- table: marts.mart_recycling
-- kind: recounts
-- promise: The counts of every total of recycling, on either basis, are what following
--   its lead cycles one by one gives.
with published as (
    select * from {batch}
),

-- What was reported stays as it was counted then.
recycling as (
    select * from published
    where definition_basis <> 'reported'
),

every_cycle as (
    select
        'then' as definition_basis, lead_id, cycle_number, entry_type, opened_at,
        mql_at, sal_at, sql_at, opportunity_at, recycled_at
    from facts.fct_lead_cycles
    union all
    select
        definition_basis, lead_id, cycle_number, entry_type, opened_at, mql_at, sal_at,
        sql_at, opportunity_at, recycled_at
    from intermediate.int_lead_cycles
    where definition_basis <> 'then'
),

followed as (
    select
        *,
        lead(opened_at) over lead_history as reopened_at,
        lead(sql_at) over lead_history as next_sql_at
    from every_cycle
    window lead_history as (
        partition by definition_basis, lead_id
        order by cycle_number asc nulls last
    )
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

reached as (
    select
        followed.*,
        stages.stage,
        case stages.stage
            when 'lead'
                then case when followed.entry_type = 'acquired' then opened_at end
            when 'mql' then followed.mql_at
            when 'sal' then followed.sal_at
            when 'sql' then followed.sql_at
            when 'opportunity' then followed.opportunity_at
        end as reached_at
    from followed
    cross join (
        values ('lead'), ('mql'), ('sal'), ('sql'), ('opportunity')
    ) as stages (stage)
),

-- The day comes first: joined on an expression of two tables this took minutes.
dated as (
    select
        reached.*,
        run.as_of,
        cast(
            reached.reached_at at time zone 'UTC' at time zone run.time_zone as date
        ) as reached_on
    from reached
    cross join intermediate.int_run as run
    where reached.reached_at is not null
),

-- A window without days is to date: a hundred years end it, and it is always mature.
windowed as (
    select
        dated.*,
        calendar.period_grain,
        calendar.period_on,
        windows.window_days,
        to_hours(24 * coalesce(windows.window_days, 36500)) as length,
        windows.window_days is null as is_to_date
    from dated
    cross join intermediate.int_windows as windows
    inner join calendar on calendar.day_on = dated.reached_on
    inner join intermediate.int_lead_knowledge as knowledge
        on knowledge.definition_basis = dated.definition_basis
        and knowledge.lead_id = dated.lead_id
        and knowledge.stage = 'recycled'
),

judged as (
    select
        windowed.*,
        is_to_date or reached_at + length <= as_of as is_mature,
        coalesce(recycled_at <= reached_at + length, false)
        and (is_to_date or reached_at + length <= as_of) as is_recycled,
        is_to_date or recycled_at + length <= as_of as is_reentry_mature,
        coalesce(reopened_at <= recycled_at + length, false) as is_reentered,
        is_to_date or reopened_at + length <= as_of as is_yield_mature,
        coalesce(next_sql_at <= reopened_at + length, false) as is_sql,
        knowledge.stage is not null as is_sql_known
    from windowed
    left join intermediate.int_lead_knowledge as knowledge
        on knowledge.definition_basis = windowed.definition_basis
        and knowledge.lead_id = windowed.lead_id
        and knowledge.stage = 'sql'
),

recounted as (
    select
        definition_basis,
        period_grain,
        period_on as cohort_on,
        stage as from_stage,
        window_days,
        count(*) as entered,
        count_if(is_mature) as mature,
        count_if(is_recycled) as recycled,
        count_if(is_recycled and is_reentry_mature) as recycled_mature,
        count_if(is_recycled and is_reentry_mature and is_reentered) as reentered,
        count_if(
            is_recycled and is_reentry_mature and is_reentered and is_yield_mature
            and is_sql_known
        ) as reentered_mature,
        count_if(
            is_recycled and is_reentry_mature and is_reentered and is_yield_mature
            and is_sql_known and is_sql
        ) as reentered_to_sql
    from judged
    group by all
)

select
    recycling.definition_basis,
    recycling.period_grain,
    recycling.cohort_on,
    recycling.from_stage,
    recycling.window_days
from recycling
left join recounted
    on recounted.definition_basis = recycling.definition_basis
    and recounted.period_grain = recycling.period_grain
    and recounted.cohort_on = recycling.cohort_on
    and recounted.from_stage = recycling.from_stage
    and recounted.window_days is not distinct from recycling.window_days
where
    recycling.segment_dimension = 'all'
    and recycling.stage_knowledge = 'observed'
    and (
        recycling.cycles_entered is distinct from recounted.entered
        or recycling.cycles_mature is distinct from recounted.mature
        or recycling.cycles_recycled is distinct from recounted.recycled
        or recycling.recycled_mature is distinct from recounted.recycled_mature
        or recycling.cycles_reentered is distinct from recounted.reentered
        or coalesce(recycling.reentered_mature <> recounted.reentered_mature, false)
        or coalesce(recycling.reentered_to_sql <> recounted.reentered_to_sql, false)
    )
