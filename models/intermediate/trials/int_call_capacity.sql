-- One row per stage whose entries a team calls: how many calls it can make.
with is_capacity as (
    select * from {{ source('book', 'is_capacity') }}
),

run as (
    select * from {{ ref('int_run') }}
)

select
    is_capacity.stage,
    is_capacity.team,

    is_capacity.calls_per_lead,
    is_capacity.calls_per_week
from is_capacity
cross join run
where
    coalesce(is_capacity.valid_from <= run.as_of_on, true)
    and coalesce(is_capacity.valid_to > run.as_of_on, true)
