-- One row per metric and period in which people (or accounts) first reached its stage.
with conversions as (
    select * from {{ ref('int_person_conversions') }}
)

select
    definition_basis,
    metric,
    period_grain,

    people,
    converted,
    share,

    period_on
from conversions
