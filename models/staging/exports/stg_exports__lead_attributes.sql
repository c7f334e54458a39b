-- One row per observation of a lead attribute that the run may see.
with landed as (
    {{ live_rows('exports', 'lead_attributes') }}
)

select
    'exports' as source,
    ma_lead_id as source_record_id,
    name as attribute,
    value,

    observed_at,
    _landed_at as landed_at
from landed
where observed_at <= _as_of
