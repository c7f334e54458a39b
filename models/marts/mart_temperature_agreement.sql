-- One row per basis, period and pair of temperatures (rule, sales), as the period ends.
with temperatures as (
    select * from {{ ref('int_counted_temperatures') }} where verdict is not null
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

run as (
    select * from {{ ref('int_run') }}
),

named as (
    select
        definition_basis,
        coalesce(temperature, '(none)') as temperature,
        coalesce(recorded_temperature, '(none)') as recorded_temperature,
        verdict,
        from_at,
        to_at
    from temperatures
),

-- A lead joins a pair where its interval begins and leaves it where it ends.
steps as (
    select definition_basis, temperature, recorded_temperature, verdict,
        from_at as changed_at, 1 as step
    from named
    union all
    select definition_basis, temperature, recorded_temperature, verdict, to_at, -1
    from named
    where to_at is not null
),

daily_steps as (
    select
        steps.definition_basis,
        steps.temperature,
        steps.recorded_temperature,
        steps.verdict,
        {{ company_day('steps.changed_at') }} as day_on,
        sum(steps.step) as step
    from steps
    cross join run
    group by
        steps.definition_basis, steps.temperature, steps.recorded_temperature,
        steps.verdict, {{ company_day('steps.changed_at') }}
),

period_steps as (
    select
        daily_steps.definition_basis,
        day_periods.period_grain,
        day_periods.period_on,
        daily_steps.temperature,
        daily_steps.recorded_temperature,
        daily_steps.verdict,
        sum(daily_steps.step) as step
    from daily_steps
    inner join day_periods on day_periods.day_on = daily_steps.day_on
    group by
        daily_steps.definition_basis, day_periods.period_grain, day_periods.period_on,
        daily_steps.temperature, daily_steps.recorded_temperature, daily_steps.verdict
),

-- In a period without a change the leads of the one before are still there.
periods as (
    select period_grain, period_on
    from day_periods
    group by period_grain, period_on
),

pairs as (
    select definition_basis, temperature, recorded_temperature, verdict
    from period_steps
    group by definition_basis, temperature, recorded_temperature, verdict
),

standing as (
    select
        pairs.definition_basis,
        periods.period_grain,
        periods.period_on,
        pairs.temperature,
        pairs.recorded_temperature,
        pairs.verdict,
        cast(
            sum(coalesce(period_steps.step, 0)) over (
                partition by
                    pairs.definition_basis, periods.period_grain, pairs.temperature,
                    pairs.recorded_temperature, pairs.verdict
                order by periods.period_on asc nulls last
            ) as bigint
        ) as leads
    from pairs
    cross join periods
    left join period_steps
        on period_steps.definition_basis = pairs.definition_basis
        and period_steps.period_grain = periods.period_grain
        and period_steps.period_on = periods.period_on
        and period_steps.temperature = pairs.temperature
        and period_steps.recorded_temperature = pairs.recorded_temperature
        and period_steps.verdict = pairs.verdict
)

select
    definition_basis,
    period_grain,
    temperature,
    recorded_temperature,
    verdict,

    leads,

    period_on
from standing
where leads > 0
