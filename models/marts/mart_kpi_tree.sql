-- One row per target period, group, team and step: planned, reached and to be expected.
with tree_steps as (
    select * from {{ ref('int_tree_steps') }}
),

target_hours as (
    select * from {{ ref('int_target_hours') }}
),

days as (
    select * from {{ ref('int_days') }}
),

run as (
    select * from {{ ref('int_run') }}
),

recorded as (
    select min(day_on) as first_on
    from days
),

-- Of a time that has not begun there is nothing yet, of one before the first day on
-- record nobody knows; a time unknown has no beginning.
timed as (
    select
        tree_steps.*,
        case
            when tree_steps.to_on > recorded.first_on then tree_steps.so_far
        end as known_so_far,
        tree_steps.from_on <= run.as_of_on as is_begun,
        tree_steps.to_on <= run.as_of_on as is_closed,
        target_hours.hours_gone / nullif(target_hours.hours, 0) as elapsed_share
    from tree_steps
    cross join run
    cross join recorded
    left join target_hours
        on target_hours.from_on = tree_steps.from_on
        and target_hours.to_on = tree_steps.to_on
),

expected as (
    select
        *,
        known_so_far + coalesce(ahead_open, 0) + ahead_new as forecast
    from timed
)

-- What has come stays: the range begins with it.
select
    period_grain,
    source_group,
    owner_team,
    step,
    next_step,
    rate_basis,

    depth,
    round(plan, 2) as plan,
    case when is_begun then round(known_so_far, 2) end as actual,
    round(forecast, 2) as forecast,
    round(
        case
            when {{ normal_bound('forecast', 'variance', '-') }} < known_so_far
                then known_so_far
            else {{ normal_bound('forecast', 'variance', '-') }}
        end,
        2
    ) as forecast_lower,
    round({{ normal_bound('forecast', 'variance', '+') }}, 2) as forecast_upper,
    case when is_begun then round(plan * elapsed_share, 2) end as plan_to_date,
    case when is_begun then round(known_so_far / nullif(plan * elapsed_share, 0), 9) end
        as pace_ratio,
    round(elapsed_share, 9) as elapsed_share,
    round(ahead_open, 2) as forecast_of_open,
    round(ahead_new, 2) as forecast_of_new,
    round(mean_amount, 2) as mean_amount,
    rate_entered,
    rate_converted,
    round(rate, 9) as rate,
    round(direct_share, 9) as direct_share,
    case when is_begun then recycled end as actual_recycled,
    round(recycled_share, 9) as recycled_share,
    round(capacity, 2) as capacity,
    round(plan / nullif(capacity, 0), 9) as capacity_ratio,
    lead_time_days,

    is_begun,
    is_closed,

    period_on,
    from_on,
    to_on
from expected
