-- One row per target period that goes on, group and team: how many days lie ahead.
with target_periods as (
    select * from {{ ref('int_target_periods') }} where not is_closed
),

target_sizes as (
    select * from {{ ref('int_target_sizes') }}
),

run as (
    select * from {{ ref('int_run') }}
)

select
    target_periods.period_grain,
    target_periods.source_group,
    target_periods.owner_team,

    case
        when target_periods.is_begun then 0
        else {{ days_between('run.as_of_on', 'target_periods.period_on') }} - 1
    end as days_to_begin,
    {{ days_between('run.as_of_on', 'target_periods.period_end_on') }} - 1
        as days_to_end,
    target_sizes.mean_amount,
    target_sizes.mean_square_amount,

    target_periods.period_on
from target_periods
cross join run
inner join target_sizes on target_sizes.source_group = target_periods.source_group
