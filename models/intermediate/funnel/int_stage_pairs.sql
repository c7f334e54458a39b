-- One row per stage and later stage (or exit) that a rate may lead to.
with stages as (
    select * from {{ ref('int_stages') }}
)

select
    from_stages.stage as from_stage,
    to_stages.stage as to_stage
from stages as from_stages
inner join stages as to_stages on to_stages.stage_order > from_stages.stage_order
where from_stages.stage_path = 'success' and from_stages.stage != 'won'
