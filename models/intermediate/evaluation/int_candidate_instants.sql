-- One row per lead, gap and instant of a candidate day at which a rule is evaluated.
with candidate_days as (
    select * from {{ ref('int_candidate_days') }}
),

touches as (
    select * from {{ ref('int_candidate_touches') }}
),

signal_instants as (
    select * from {{ ref('int_signal_instants') }}
),

instants as (
    select lead_id, gap_basis, gap_number, day_on, occurred_at,
        cast(null as varchar) as only_definition_id
    from touches
    where signal = 'touch' and not is_waiting
    union
    select lead_id, gap_basis, gap_number, day_on, occurred_at, only_definition_id
    from signal_instants
)

select
    instants.lead_id,
    instants.only_definition_id,

    instants.gap_basis,
    instants.gap_number,

    instants.day_on,
    instants.occurred_at
from instants
inner join candidate_days
    on candidate_days.lead_id = instants.lead_id
    and candidate_days.gap_basis = instants.gap_basis
    and candidate_days.gap_number = instants.gap_number
    and candidate_days.day_on = instants.day_on
