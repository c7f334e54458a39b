-- One row per basis and lead cycle that is not counted, with the rule that says so.
with cycles as (
    select * from {{ ref('int_cycles') }}
),

opening_exclusions as (
    select * from {{ ref('int_opening_exclusions') }}
)

select
    cycles.definition_basis,
    cycles.lead_id,
    opening_exclusions.exclusion_id,

    cycles.cycle_number
from cycles
inner join opening_exclusions
    on opening_exclusions.lead_id = cycles.lead_id
    and opening_exclusions.opened_at = cycles.opened_at
