-- One row per metric and period in which people (or accounts) first reached its stage.
with cycles as (
    select * from {{ ref('fct_lead_cycles') }}
),

leads as (
    select * from {{ ref('dim_leads') }}
),

days as (
    select * from {{ ref('dim_days') }}
),

kpis as (
    select * from {{ ref('dim_kpis') }}
    where unit in ('person', 'account') and window_days is null
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }}
),

run as (
    select * from {{ ref('int_run') }}
),

stage_firsts as (
    select lead_id, 'lead' as stage, opened_at as entered_at from cycles
    where entry_type = 'acquired'
    union all
    select lead_id, 'mql', mql_at from cycles where mql_at is not null
    union all
    select lead_id, 'sal', sal_at from cycles where sal_at is not null
    union all
    select lead_id, 'sql', sql_at from cycles where sql_at is not null
    union all
    select lead_id, 'opportunity', opportunity_at from cycles
    where opportunity_at is not null
    union all
    select lead_id, 'won', won_at from cycles where won_at is not null
),

-- Through recycling: whichever cycle it was in.
member_firsts as (
    select 'person' as unit, lead_id as member_id, stage, min(entered_at) as first_at
    from stage_firsts
    group by lead_id, stage
    union all
    select 'account', leads.account_id, stage_firsts.stage, min(stage_firsts.entered_at)
    from stage_firsts
    inner join leads on leads.lead_id = stage_firsts.lead_id
    where leads.account_id is not null
    group by leads.account_id, stage_firsts.stage
),

known_stages as (
    select stage from lead_knowledge group by stage
),

metrics as (
    select
        kpis.kpi_id as metric,
        kpis.unit,
        kpis.from_stage,
        kpis.to_stage,
        known_stages.stage is not null as is_known
    from kpis
    cross join run
    left join known_stages on known_stages.stage = kpis.to_stage
    where
        (kpis.valid_from is null or kpis.valid_from <= run.as_of_on)
        and (kpis.valid_to is null or kpis.valid_to > run.as_of_on)
),

measured as (
    select
        metrics.metric,
        metrics.is_known,
        days.week_on,
        days.month_on,
        days.quarter_on,
        coalesce(reached.first_at >= started.first_at, false) as is_converted
    from metrics
    inner join member_firsts as started
        on started.unit = metrics.unit
        and started.stage = metrics.from_stage
    inner join days
        on days.starts_at <= started.first_at
        and days.ends_at > started.first_at
    left join member_firsts as reached
        on reached.unit = metrics.unit
        and reached.member_id = started.member_id
        and reached.stage = metrics.to_stage
),

periods as (
    select measured.*, 'week' as period_grain, week_on as period_on from measured
    union all
    select measured.*, 'month', month_on from measured
    union all
    select measured.*, 'quarter', quarter_on from measured
)

select
    'then' as definition_basis,
    metric,
    period_grain,

    count(*) as people,
    case when bool_and(is_known) then count(*) filter (where is_converted) end as converted,
    case
        when bool_and(is_known)
            then round(
                cast(count(*) filter (where is_converted) as double) / nullif(count(*), 0), 9
            )
    end as share,

    period_on
from periods
group by metric, period_grain, period_on
