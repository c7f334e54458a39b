-- One row per target period, group, team and stage: how many, and when, it takes.
with target_periods as (
    select * from {{ ref('int_target_periods') }}
),

steps as (
    select * from {{ ref('int_target_steps') }}
),

deal_sizes as (
    select * from {{ ref('int_deal_sizes') }}
),

sized as (
    select
        target_periods.*,
        coalesce(own_sizes.mean_amount, all_sizes.mean_amount) as mean_amount
    from target_periods
    left join deal_sizes as own_sizes
        on own_sizes.source_group = target_periods.source_group
    left join deal_sizes as all_sizes on all_sizes.source_group = 'all'
)

-- Wins of a quarter are leads of before: as much earlier as half of the winners were.
select
    sized.period_grain,
    sized.source_group,
    sized.owner_team,
    steps.stage,
    steps.next_stage,
    steps.rate_basis,

    steps.stage_order,
    sized.mean_amount,
    sized.target_amount / nullif(sized.mean_amount, 0) * steps.needed_a_win
        as needed,
    steps.rate_entered,
    steps.rate_converted,
    steps.rate,
    steps.direct_share,
    steps.recycled_share,
    cast(floor(steps.lead_time_days) as bigint) as lead_time_days,

    sized.period_on,
    {{ shift_day('sized.period_on', '-floor(steps.lead_time_days)') }} as from_on,
    {{ shift_day('sized.period_end_on', '-floor(steps.lead_time_days)') }} as to_on
from sized
inner join steps on steps.source_group = sized.source_group
