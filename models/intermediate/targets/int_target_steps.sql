-- One row per source group and stage on the way to a win: what one win takes of it.
with stages as (
    select * from {{ ref('int_stages') }} where stage_path = 'success'
),

knowledge as (
    select * from {{ ref('int_set_knowledge') }} where definition_basis = 'then'
),

target_periods as (
    select * from {{ ref('int_target_periods') }}
),

step_rates as (
    select * from {{ ref('int_step_rates') }}
),

inflows as (
    select * from {{ ref('int_stage_inflows') }}
),

known_stages as (
    select knowledge.stage, min(stages.stage_order) as stage_order
    from knowledge
    inner join stages on stages.stage = knowledge.stage
    group by knowledge.stage
),

groups as (
    select source_group
    from target_periods
    group by source_group
),

-- A deal of a customer begins as one.
steps as (
    select
        groups.source_group,
        known_stages.stage,
        known_stages.stage_order,
        lead(known_stages.stage) over (
            partition by groups.source_group
            order by known_stages.stage_order asc nulls last
        ) as next_stage
    from groups
    cross join known_stages
    where
        groups.source_group != 'expansion'
        or known_stages.stage in ('opportunity', 'won')
),

-- A group goes by its own rate where that differs from all by more than chance.
compared as (
    select
        steps.*,
        own_rates.converted > 0
        and (
            all_rates.rate
            < {{ wilson_bound('own_rates.converted', 'own_rates.entered', '-') }}
            or all_rates.rate
            > {{ wilson_bound('own_rates.converted', 'own_rates.entered', '+') }}
        ) as is_own,
        own_rates.entered as own_entered,
        own_rates.converted as own_converted,
        own_rates.rate as own_rate,
        all_rates.entered as all_entered,
        all_rates.converted as all_converted,
        all_rates.rate as all_rate
    from steps
    left join step_rates as own_rates
        on own_rates.source_group = steps.source_group
        and own_rates.from_stage = steps.stage
        and own_rates.to_stage = steps.next_stage
    left join step_rates as all_rates
        on all_rates.source_group = 'all'
        and all_rates.from_stage = steps.stage
        and all_rates.to_stage = steps.next_stage
),

rated as (
    select
        source_group,
        stage,
        stage_order,
        next_stage,
        case
            when next_stage is null then null
            when is_own then 'own'
            else 'all'
        end as rate_basis,
        case when is_own then own_entered else all_entered end as rate_entered,
        case when is_own then own_converted else all_converted end as rate_converted,
        case when is_own then own_rate else all_rate end as rate
    from compared
),

-- Who comes in at a stage, such as a lead back from nurturing, needs none before it.
joined_inflows as (
    select
        rated.*,
        own_inflows.entries,
        own_inflows.entries_recycled,
        coalesce(own_inflows.lead_time_days, all_inflows.lead_time_days)
            as lead_time_days,
        cast(own_inflows.entries_first as double) / nullif(own_inflows.entries, 0)
            as direct_share
    from rated
    left join inflows as own_inflows
        on own_inflows.source_group = rated.source_group
        and own_inflows.stage = rated.stage
    left join inflows as all_inflows
        on all_inflows.source_group = 'all'
        and all_inflows.stage = rated.stage
),

factors as (
    select
        *,
        case
            when stage = 'won' then 1
            else (
                1 - coalesce(
                    lead(direct_share) over (
                        partition by source_group order by stage_order asc nulls last
                    ),
                    0
                )
            ) / nullif(rate, 0)
        end as factor
    from joined_inflows
)

-- Where a rate is missing, what is needed before it cannot be told.
select
    source_group,
    stage,
    next_stage,
    rate_basis,

    stage_order,
    rate_entered,
    rate_converted,
    rate,
    direct_share,
    cast(entries_recycled as double) / nullif(entries, 0) as recycled_share,
    case
        when count(*) over upward = count(factor) over upward
            then {{ product_of('factor') }} over upward
    end as needed_a_win,
    lead_time_days
from factors
window upward as (
    partition by source_group order by stage_order desc nulls last
    rows between unbounded preceding and current row
)
