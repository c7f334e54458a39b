-- One row per lead and instant at which its temperature or sales' word changed.
with temperatures as (
    select * from {{ ref('int_counted_temperatures') }} where definition_basis = 'then'
),

-- Before the first interval, and between two that do not touch, nobody said anything.
followed as (
    select
        *,
        case
            when lag(to_at) over lead_intervals = from_at
                then lag(temperature) over lead_intervals
        end as temperature_before,
        case
            when lag(to_at) over lead_intervals = from_at
                then lag(recorded_temperature) over lead_intervals
        end as recorded_before
    from temperatures
    window lead_intervals as (partition by lead_id order by from_at asc nulls last)
)

-- A new version that says the same, and a field that sales leave empty, change nothing.
select
    lead_id,
    temperature,
    definition_id,
    recorded_temperature,
    verdict,

    not coalesce(
        temperature = temperature_before,
        temperature is null and temperature_before is null
    ) as is_changed_by_rule,

    from_at as changed_at
from followed
where
    temperature is distinct from temperature_before
    or recorded_temperature is distinct from recorded_before
