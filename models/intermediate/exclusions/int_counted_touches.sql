-- One row per touch that a person made.
with touches as (
    select * from {{ ref('int_port_touches') }}
),

excluded_touches as (
    select * from {{ ref('int_excluded_touches') }}
)

select touches.*
from touches
left join excluded_touches
    on excluded_touches.source = touches.source
    and excluded_touches.touch_id = touches.touch_id
where excluded_touches.touch_id is null
