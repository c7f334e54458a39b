-- One row per basis, lead cycle and dimension that numbers are broken down by.
with cycles as (
    select * from {{ ref('int_cycle_kinds') }}
)

{{ segmented('cycles', ['definition_basis', 'lead_id', 'cycle_number']) }}
