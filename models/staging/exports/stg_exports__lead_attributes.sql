-- One row per observation of a lead attribute that the run may see.
with landed as (
    {{ live_rows('exports', 'lead_attributes') }}
),

known_records as (
    select * from {{ ref('base_exports__known_records') }} where object = 'ma_lead'
)

-- What is about a record that is not known yet is held until it is.
select
    'exports' as source,
    landed.ma_lead_id as source_record_id,
    landed.name as attribute,
    landed.value,

    landed.observed_at,
    landed._landed_at as landed_at
from landed
inner join known_records on known_records.native_id = landed.ma_lead_id
where landed.observed_at <= landed._as_of
