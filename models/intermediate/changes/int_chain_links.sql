-- One row per cohort period, stage, window and link of its chain to wins and revenue.
with cohorts as (
    select * from {{ ref('int_chain_cohorts') }}
),

steps as (
    select * from {{ ref('int_chain_steps') }}
),

revenue as (
    select * from {{ ref('int_chain_revenue') }}
),

stages as (
    select * from {{ ref('int_stages') }} where stage_path = 'success'
),

knowledge as (
    select * from {{ ref('int_set_knowledge') }} where definition_basis = 'then'
),

known_stages as (
    select stages.stage, stages.stage_order
    from stages
    inner join knowledge on knowledge.stage = stages.stage
    group by stages.stage, stages.stage_order
),

known_wins as (
    select * from known_stages where stage = 'won'
),

-- Every stage after the first, also where nobody of the cohort got to it; where no tool
-- can say a win there is no chain to one.
counted as (
    select
        cohorts.period_grain,
        cohorts.period_on,
        cohorts.from_stage,
        cohorts.window_days,
        'volume' as link,
        cohorts.from_stage as stage,
        0 as stage_order,
        cohorts.cycles as cycles
    from cohorts
    cross join known_wins
    union all
    select
        cohorts.period_grain, cohorts.period_on, cohorts.from_stage,
        cohorts.window_days, 'rate', known_stages.stage, known_stages.stage_order,
        coalesce(steps.cycles, 0)
    from cohorts
    cross join known_wins
    inner join stages as from_stages on from_stages.stage = cohorts.from_stage
    inner join known_stages on known_stages.stage_order > from_stages.stage_order
    left join steps
        on steps.period_grain = cohorts.period_grain
        and steps.period_on = cohorts.period_on
        and steps.from_stage = cohorts.from_stage
        and steps.window_days = cohorts.window_days
        and steps.to_stage = known_stages.stage
),

linked as (
    select
        *,
        lag(cycles) over one_chain as cycles_before,
        lag(stage) over one_chain as stage_before
    from counted
    window one_chain as (
        partition by period_grain, period_on, from_stage, window_days
        order by stage_order asc nulls last
    )
)

-- A rate of nobody is none.
select
    period_grain,
    from_stage,
    link,
    stage,
    stage_before,

    window_days,
    stage_order,
    cast(
        case
            when link = 'volume' then cycles
            else cast(cycles as double) / nullif(cycles_before, 0)
        end as double
    ) as link_value,

    true as is_known,

    period_on
from linked
union all
select
    linked.period_grain,
    linked.from_stage,
    'amount_per_win',
    linked.stage,
    linked.stage_before,
    linked.window_days,
    linked.stage_order + 1,
    cast(revenue.revenue as double) / nullif(linked.cycles, 0),
    linked.cycles = 0 or revenue.revenue is not null,
    linked.period_on
from linked
left join revenue
    on revenue.period_grain = linked.period_grain
    and revenue.period_on = linked.period_on
    and revenue.from_stage = linked.from_stage
    and revenue.window_days = linked.window_days
where linked.stage = 'won' and linked.link = 'rate'
