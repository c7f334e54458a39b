-- One row per basis, lead and interval in which neither rule nor sales changes a word.
with temperatures as (
    select * from {{ ref('int_temperatures') }}
),

recorded_temperatures as (
    select * from {{ ref('int_recorded_temperatures') }}
)

select
    temperatures.definition_basis,
    temperatures.lead_id,
    temperatures.temperature,
    temperatures.definition_id,
    recorded_temperatures.recorded_temperature,
    case
        when not recorded_temperatures.can_sales_say then null
        when recorded_temperatures.recorded_temperature is null then 'missing in SFA'
        when recorded_temperatures.recorded_temperature = '(unmapped)' then 'unmapped'
        when temperatures.temperature is null then 'declared but not qualified'
        when recorded_temperatures.recorded_temperature = temperatures.temperature
            then 'agree'
        else 'differs'
    end as verdict,

    greatest(temperatures.from_at, recorded_temperatures.from_at) as from_at,
    least(temperatures.to_at, recorded_temperatures.to_at) as to_at
from temperatures
inner join recorded_temperatures
    on recorded_temperatures.lead_id = temperatures.lead_id
    and recorded_temperatures.from_at < temperatures.to_at
    and recorded_temperatures.to_at > temperatures.from_at
-- Where neither says anything there is nothing to compare.
where
    temperatures.temperature is not null
    or recorded_temperatures.recorded_temperature is not null
