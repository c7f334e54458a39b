-- One row per target period, group, team and stage: how many, and when, it takes.
with target_periods as (
    select * from {{ ref('int_target_periods') }}
),

steps as (
    select * from {{ ref('int_target_steps') }}
),

target_sizes as (
    select * from {{ ref('int_target_sizes') }}
),

sized as (
    select
        target_periods.*,
        target_sizes.mean_amount
    from target_periods
    inner join target_sizes
        on target_sizes.source_group = target_periods.source_group
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
