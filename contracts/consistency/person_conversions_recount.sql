-- id: person_conversions_recount
-- table: marts.mart_person_conversions
-- kind: recounts
-- promise: People (or accounts) are counted once, in the period in which they first
--   reached the metric's first stage, and as converted when they reached its second
--   stage then or later, in whichever cycle; the share is converted ÷ people. Only who
--   can be known in the second stage counts; where nobody can, people alone are told.
with conversions as (
    select * from {batch}
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
        stages.stage,
        case stages.stage
            when 'lead' then
                case when cycles.entry_type = 'acquired' then cycles.opened_at end
            when 'mql' then cycles.mql_at
            when 'sal' then cycles.sal_at
            when 'sql' then cycles.sql_at
            when 'opportunity' then cycles.opportunity_at
            when 'won' then cycles.won_at
        end as reached_at
    from every_cycle as cycles
    cross join (
        values ('lead'), ('mql'), ('sal'), ('sql'), ('opportunity'), ('won')
    ) as stages (stage)
),

members as (
    select
        definition_basis,
        'person' as unit,
        lead_id as member_id,
        stage,
        reached_at
    from reached
    where reached_at is not null
    union all
    select
        reached.definition_basis,
        'account' as unit,
        leads.account_id as member_id,
        reached.stage,
        reached.reached_at
    from reached
    inner join dimensions.dim_leads as leads
        on leads.lead_id = reached.lead_id
    where
        reached.reached_at is not null
        and leads.account_id is not null
),

firsts as (
    select
        definition_basis,
        unit,
        member_id,
        stage,
        min(reached_at) as first_at,
        max(reached_at) as last_at
    from members
    group by definition_basis, unit, member_id, stage
),

known as (
    select
        definition_basis,
        'person' as unit,
        lead_id as member_id,
        stage
    from intermediate.int_lead_knowledge
    union
    select
        knowledge.definition_basis,
        'account' as unit,
        leads.account_id as member_id,
        knowledge.stage
    from intermediate.int_lead_knowledge as knowledge
    inner join dimensions.dim_leads as leads
        on leads.lead_id = knowledge.lead_id
    where leads.account_id is not null
),

converted as (
    select
        starts.definition_basis,
        kpis.kpi_id as metric,
        cast(
            starts.first_at at time zone 'UTC' at time zone run.time_zone as date
        ) as day_on,
        known.member_id is not null as is_known,
        coalesce(ends.last_at >= starts.first_at, false) as is_converted
    from dimensions.dim_kpis as kpis
    cross join intermediate.int_run as run
    inner join firsts as starts
        on starts.unit = kpis.unit
        and starts.stage = kpis.from_stage
    left join known
        on known.definition_basis = starts.definition_basis
        and known.unit = starts.unit
        and known.member_id = starts.member_id
        and known.stage = kpis.to_stage
    left join firsts as ends
        on ends.definition_basis = starts.definition_basis
        and ends.unit = starts.unit
        and ends.member_id = starts.member_id
        and ends.stage = kpis.to_stage
    -- A window per person is a cohort question; these KPIs ask “ever”.
    where
        kpis.window_days is null
        and coalesce(kpis.valid_from, date '0001-01-01') <= run.as_of_on
        and coalesce(kpis.valid_to, date '9999-12-31') > run.as_of_on
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
        converted.definition_basis,
        converted.metric,
        calendar.period_grain,
        calendar.period_on,
        count(*) as starters,
        nullif(count(case when converted.is_known then 1 end), 0) as people,
        count(
            case when converted.is_known and converted.is_converted then 1 end
        ) as converted
    from converted
    inner join calendar
        on calendar.day_on = converted.day_on
    group by
        converted.definition_basis,
        converted.metric,
        calendar.period_grain,
        calendar.period_on
)

select
    coalesce(conversions.definition_basis, recounted.definition_basis)
        as definition_basis,
    coalesce(conversions.metric, recounted.metric) as metric,
    coalesce(conversions.period_grain, recounted.period_grain) as period_grain,
    coalesce(conversions.period_on, recounted.period_on) as period_on
from conversions
full outer join recounted
    on recounted.definition_basis = conversions.definition_basis
    and recounted.metric = conversions.metric
    and recounted.period_grain = conversions.period_grain
    and recounted.period_on = conversions.period_on
where
    conversions.people
    is distinct from coalesce(recounted.people, recounted.starters)
    or conversions.converted
    is distinct from case when recounted.people is not null then recounted.converted end
    or (conversions.converted is null) <> (conversions.share is null)
    or abs(
        conversions.share
        - cast(conversions.converted as double) / nullif(conversions.people, 0)
    ) > 1e-8
