-- One row per lead and gap of a customer by today's definitions: a deal is expansion.
with bases as (
    select * from {{ ref('int_definition_bases') }} where definition_basis = 'now'
),

lead_gaps as (
    select * from {{ ref('int_lead_gaps') }}
),

cycles as (
    select * from {{ ref('int_cycles') }} where definition_basis = 'now'
),

gaps as (
    select lead_gaps.*
    from lead_gaps
    inner join bases on bases.gap_basis = lead_gaps.gap_basis
),

winners as (
    select lead_id
    from gaps
    where exit_stage = 'won'
    group by lead_id
),

cycle_runs as (
    select
        gaps.lead_id,
        gaps.gap_number,
        gaps.exit_stage,
        count(cycles.cycle_number) over (
            partition by gaps.lead_id order by gaps.gap_number asc nulls last
        ) as run_number
    from gaps
    inner join winners on winners.lead_id = gaps.lead_id
    left join cycles
        on cycles.lead_id = gaps.lead_id
        and cycles.gap_number = gaps.gap_number
),

won_so_far as (
    select
        lead_id,
        gap_number,
        bool_or(coalesce(exit_stage = 'won', false)) over (
            partition by lead_id, run_number order by gap_number asc nulls last
        ) as is_won
    from cycle_runs
),

-- Won in the last cycle, or since it.
customers as (
    select
        lead_id,
        gap_number,
        lag(is_won) over (partition by lead_id order by gap_number asc nulls last)
            as is_customer
    from won_so_far
)

select
    lead_id,

    gap_number
from customers
where is_customer
