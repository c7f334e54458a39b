-- One row per way of cutting gaps and lead: what counts now, and what holds of it.
with lead_gaps as (
    select * from {{ ref('int_lead_gaps') }} where exit_at is null
),

day_conditions as (
    select * from {{ ref('int_day_conditions') }}
),

clauses as (
    select * from {{ ref('int_clauses') }}
),

run as (
    select * from {{ ref('int_run') }}
),

attribute_bits as (
    select
        coalesce(cast(sum(clause_bit) as bigint), 0) as attribute_bits
    from clauses
    where kind = 'attribute'
)

select
    lead_gaps.gap_basis,
    lead_gaps.lead_id,
    lead_gaps.previous_exit,

    lead_gaps.gap_number,
    day_conditions.held_mask,
    day_conditions.held_mask & attribute_bits.attribute_bits as attribute_mask,

    run.as_of_on,
    lead_gaps.acquired_at,
    lead_gaps.starts_after_at,
    lead_gaps.cooled_after_at,
    run.as_of
from lead_gaps
cross join run
cross join attribute_bits
inner join day_conditions
    on day_conditions.gap_basis = lead_gaps.gap_basis
    and day_conditions.lead_id = lead_gaps.lead_id
    and day_conditions.gap_number = lead_gaps.gap_number
    and day_conditions.day_on = run.as_of_on
