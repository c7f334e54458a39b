-- One row per lead, gap and instant of a candidate day, with the conditions that hold.
with instants as (
    select * from {{ ref('int_candidate_instants') }}
),

clause_counts as (
    select * from {{ ref('int_instant_clause_counts') }}
),

clause_scores as (
    select * from {{ ref('int_instant_clause_scores') }}
),

conditions_held as (
    select lead_id, gap_basis, gap_number, occurred_at, clause_bit
    from clause_counts
    where touches >= min_count
    union all
    select lead_id, gap_basis, gap_number, occurred_at, clause_bit
    from clause_scores
    where {{ compares('score', 'comparison', 'value_number') }}
),

masks as (
    select
        lead_id, gap_basis, gap_number, occurred_at,
        cast(sum(clause_bit) as bigint) as held_mask
    from conditions_held
    group by lead_id, gap_basis, gap_number, occurred_at
)

select
    instants.lead_id,
    instants.only_definition_id,

    instants.gap_basis,
    instants.gap_number,
    instants.attribute_mask | coalesce(masks.held_mask, 0) as held_mask,

    instants.is_record_only,
    instants.is_waiting,

    instants.day_on,
    instants.occurred_at
from instants
left join masks
    on masks.lead_id = instants.lead_id
    and masks.gap_basis = instants.gap_basis
    and masks.gap_number = instants.gap_number
    and masks.occurred_at = instants.occurred_at
