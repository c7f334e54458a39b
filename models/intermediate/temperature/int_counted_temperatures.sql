-- One row per basis, lead and interval of its temperatures while its cycles count.
with agreement as (
    select * from {{ ref('int_temperature_agreement') }}
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

numbered as (
    select
        *,
        cycle_number - row_number() over (
            partition by definition_basis, lead_id order by cycle_number asc nulls last
        ) as cycles_left_out
    from counted_cycles
),

-- Cycles that follow each other are one stretch: an interval does not end with a cycle.
counted_stretches as (
    select
        definition_basis,
        lead_id,
        min(takes_from_at) as from_at,
        max(takes_to_at) as to_at
    from numbered
    group by definition_basis, lead_id, cycles_left_out
)

select
    agreement.definition_basis,
    agreement.lead_id,
    agreement.temperature,
    agreement.definition_id,
    agreement.recorded_temperature,
    agreement.verdict,

    greatest(agreement.from_at, counted_stretches.from_at) as from_at,
    nullif(
        least(agreement.to_at, counted_stretches.to_at),
        timestamp '9999-12-31 00:00:00'
    ) as to_at
from agreement
inner join counted_stretches
    on counted_stretches.definition_basis = agreement.definition_basis
    and counted_stretches.lead_id = agreement.lead_id
    and counted_stretches.from_at < agreement.to_at
    and counted_stretches.to_at > agreement.from_at
