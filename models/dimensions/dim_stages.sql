-- One row per stage or temperature that the company uses or used, in its order.
with defined_stages as (
    select * from {{ ref('int_defined_stages') }}
)

select
    stage,
    stage_path,
    label_ja,
    label_en,

    stage_order
from defined_stages
