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

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

-- A touch in the cool-down is no signal; it counts once something else is.
instants as (
    select lead_id, gap_basis, gap_number, day_on, occurred_at,
        cast(null as varchar) as only_definition_id, false as is_record_only,
        false as is_waiting
    from touches
    where signal = 'touch' and not is_waiting
    union all
    select lead_id, gap_basis, gap_number, day_on, occurred_at, only_definition_id,
        is_record_only, is_waiting
    from signal_instants
),

read_instants as (
    select
        instants.lead_id,
        instants.only_definition_id,
        instants.gap_basis,
        instants.gap_number,
        instants.day_on,
        instants.occurred_at,
        bool_and(instants.is_record_only) as is_record_only,
        bool_and(instants.is_waiting) as is_waiting
    from instants
    inner join candidate_days
        on candidate_days.lead_id = instants.lead_id
        and candidate_days.gap_basis = instants.gap_basis
        and candidate_days.gap_number = instants.gap_number
        and candidate_days.day_on = instants.day_on
    group by
        instants.lead_id, instants.only_definition_id, instants.gap_basis,
        instants.gap_number, instants.day_on, instants.occurred_at
)

select
    read_instants.lead_id,
    read_instants.only_definition_id,

    read_instants.gap_basis,
    read_instants.gap_number,
    coalesce(profiles.attribute_mask, 0) as attribute_mask,

    read_instants.is_record_only,
    read_instants.is_waiting,

    read_instants.day_on,
    read_instants.occurred_at
from read_instants
left join profiles
    on profiles.lead_id = read_instants.lead_id
    and profiles.valid_from_at <= read_instants.occurred_at
    and profiles.valid_to_at > read_instants.occurred_at
