-- One row per lead and dimension that numbers are broken down by.
with leads as (
    select * from {{ ref('int_leads') }}
)

select lead_id, 'all' as segment_dimension, 'all' as segment_value from leads
union all
select lead_id, 'channel' as segment_dimension, channel as segment_value from leads
union all
select lead_id, 'lead_source' as segment_dimension, lead_source as segment_value
from leads
