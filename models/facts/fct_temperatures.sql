-- One row per lead and interval in which neither rule nor sales changes a temperature.
with temperatures as (
    select * from {{ ref('int_counted_temperatures') }} where definition_basis = 'then'
)

select
    lead_id,
    temperature,
    definition_id,
    recorded_temperature,
    verdict,

    from_at,
    to_at
from temperatures
