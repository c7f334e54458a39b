-- id: tree_actuals_recount
-- table: marts.mart_kpi_tree
-- kind: recounts
-- promise: The money of every period is what was booked of its group, and the entries
--   of every step are those of the cycles, and of the deals of customers, in its time.
with every_step as (
    select * from {batch}
),

tree as (
    select * from every_step where actual is not null and owner_team = 'all'
),

-- Money is in the months, which make up every longer period.
months as (
    select
        pipeline.period_on,
        case when pipeline.segment_dimension = 'all' then 'all'
            else pipeline.segment_value end as source_group,
        pipeline.booked_amount
    from marts.mart_pipeline as pipeline
    cross join intermediate.int_run as run
    where
        pipeline.period_grain = 'month'
        and pipeline.currency = run.currency
        and pipeline.segment_dimension in ('all', 'source_group')
),

booked as (
    select
        tree.period_grain, tree.period_on, tree.source_group,
        sum(months.booked_amount) as booked_amount
    from tree
    inner join months
        on months.source_group = tree.source_group
        and months.period_on >= tree.from_on
        and months.period_on < tree.to_on
    where tree.step = 'revenue'
    group by tree.period_grain, tree.period_on, tree.source_group
),

cycle_entries as (
    select
        coalesce(channels.source_group, 'unknown') as source_group,
        times.stage, times.entered_on
    from intermediate.int_cycle_stage_times as times
    inner join facts.fct_lead_cycles as cycles
        on cycles.lead_id = times.lead_id
        and cycles.cycle_number = times.cycle_number
    left join dimensions.dim_channels as channels on channels.channel = cycles.channel
    where times.definition_basis = 'then' and times.entry_policy = 'filled'
),

customer_deals as (
    select opportunities.*, run.time_zone
    from facts.fct_opportunities as opportunities
    cross join intermediate.int_run as run
    inner join facts.fct_lead_cycles as cycles
        on cycles.lead_id = opportunities.lead_id
        and cycles.cycle_number = opportunities.cycle_number
    where
        date_trunc(
            'second',
            coalesce(opportunities.created_at, opportunities.won_at,
                opportunities.lost_at)
        ) > cycles.won_at
),

entries as (
    select source_group, stage, entered_on from cycle_entries
    union all
    select
        'expansion', 'opportunity',
        cast(
            (coalesce(created_at, won_at, lost_at) at time zone 'UTC')
            at time zone time_zone as date
        )
    from customer_deals
    union all
    select
        'expansion', 'won',
        cast((won_at at time zone 'UTC') at time zone time_zone as date)
    from customer_deals
    where won_at is not null
),

days as (
    select source_group, stage, entered_on, count(*) as entries
    from entries
    group by source_group, stage, entered_on
    union all
    select 'all', stage, entered_on, count(*)
    from entries
    group by stage, entered_on
),

counted as (
    select
        tree.period_grain, tree.period_on, tree.source_group, tree.step,
        sum(days.entries) as entries
    from tree
    inner join days
        on days.source_group = tree.source_group
        and days.stage = tree.step
        and days.entered_on >= tree.from_on
        and days.entered_on < tree.to_on
    group by tree.period_grain, tree.period_on, tree.source_group, tree.step
)

select
    tree.period_grain,
    tree.period_on,
    tree.source_group,
    tree.owner_team,
    tree.step
from tree
left join counted
    on counted.period_grain = tree.period_grain
    and counted.period_on = tree.period_on
    and counted.source_group = tree.source_group
    and counted.step = tree.step
left join booked
    on booked.period_grain = tree.period_grain
    and booked.period_on = tree.period_on
    and booked.source_group = tree.source_group
where
    (tree.step <> 'revenue' and tree.actual <> coalesce(counted.entries, 0))
    or (
        tree.step = 'revenue'
        and abs(tree.actual - coalesce(booked.booked_amount, 0)) > 0.01
    )
