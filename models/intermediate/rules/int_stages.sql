-- One row per stage that the company uses or used, as last written at the as-of.
with defined_stages as (
    select * from {{ ref('int_defined_stages') }}
)

select
    stage,
    stage_path,
    label_ja,
    label_en,

    stage_order,
    late_after_hours
from defined_stages
where stage_path != 'temperature'
