-- id: temperature_counts_recount
-- table: marts.mart_temperature_agreement
-- kind: recounts
-- promise: The leads of every pair of temperatures are those whose interval lasts over
--   the end of the period, on either basis, and no pair is missing.
with counts as (
    select * from {batch}
),

every_temperature as (
    select
        'then' as definition_basis, temperature, recorded_temperature, verdict,
        from_at, to_at
    from facts.fct_temperatures
    union all
    select
        definition_basis, temperature, recorded_temperature, verdict, from_at, to_at
    from intermediate.int_counted_temperatures
    where definition_basis <> 'then'
),

days as (
    select
        temperatures.definition_basis,
        coalesce(temperatures.temperature, '(none)') as temperature,
        coalesce(temperatures.recorded_temperature, '(none)') as recorded_temperature,
        temperatures.verdict,
        cast(
            temperatures.from_at at time zone 'UTC' at time zone run.time_zone as date
        ) as from_on,
        cast(
            temperatures.to_at at time zone 'UTC' at time zone run.time_zone as date
        ) as to_on
    from every_temperature as temperatures
    cross join intermediate.int_run as run
    where temperatures.verdict is not null
),

calendar as (
    select 'week' as period_grain, week_on as period_on, max(day_on) as last_on
    from dimensions.dim_days
    group by week_on
    union all
    select 'month' as period_grain, month_on as period_on, max(day_on) as last_on
    from dimensions.dim_days
    group by month_on
    union all
    select 'quarter' as period_grain, quarter_on as period_on, max(day_on) as last_on
    from dimensions.dim_days
    group by quarter_on
),

recounted as (
    select
        days.definition_basis,
        calendar.period_grain,
        calendar.period_on,
        days.temperature,
        days.recorded_temperature,
        days.verdict,
        count(*) as leads
    from days
    inner join calendar
        on days.from_on <= calendar.last_on
        and coalesce(days.to_on > calendar.last_on, true)
    group by
        days.definition_basis,
        calendar.period_grain,
        calendar.period_on,
        days.temperature,
        days.recorded_temperature,
        days.verdict
)

select
    coalesce(counts.definition_basis, recounted.definition_basis) as definition_basis,
    coalesce(counts.period_grain, recounted.period_grain) as period_grain,
    coalesce(counts.period_on, recounted.period_on) as period_on,
    coalesce(counts.temperature, recounted.temperature) as temperature,
    coalesce(counts.recorded_temperature, recounted.recorded_temperature)
        as recorded_temperature
from counts
full outer join recounted
    on recounted.definition_basis = counts.definition_basis
    and recounted.period_grain = counts.period_grain
    and recounted.period_on = counts.period_on
    and recounted.temperature = counts.temperature
    and recounted.recorded_temperature = counts.recorded_temperature
    and recounted.verdict = counts.verdict
where counts.leads is distinct from recounted.leads
