-- One row per basis, lead and stretch between exits: at most one cycle lives in it.
with leads as (
    select * from {{ ref('int_leads') }}
),

exits as (
    select * from {{ ref('int_lead_exits') }}
),

signals as (
    select * from {{ ref('int_recorded_signals') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

gap_bases as (
    select gap_basis
    from bases
    group by gap_basis
),

first_signals as (
    select lead_id, min(occurred_at) as occurred_at
    from signals
    group by lead_id
),

-- Backdated records move the acquisition, so that no stage precedes it.
acquired as (
    select
        leads.lead_id,
        {{ earliest([
            "date_trunc('second', leads.created_at)", 'first_signals.occurred_at'
        ]) }} as acquired_at
    from leads
    left join first_signals on first_signals.lead_id = leads.lead_id
),

openings as (
    select
        gap_bases.gap_basis,
        acquired.lead_id,
        0 as gap_number,
        cast(null as varchar) as previous_exit,
        cast(null as timestamp) as starts_after_at,
        cast(null as timestamp) as cooled_after_at,
        acquired.acquired_at
    from acquired
    cross join gap_bases
    where acquired.acquired_at is not null
    union all
    select
        exits.gap_basis,
        exits.lead_id,
        exits.exit_number,
        exits.stage,
        exits.occurred_at,
        exits.cooled_after_at,
        acquired.acquired_at
    from exits
    inner join acquired on acquired.lead_id = exits.lead_id
)

select
    openings.gap_basis,
    openings.lead_id,
    openings.previous_exit,
    exits.stage as exit_stage,

    openings.gap_number,

    openings.acquired_at,
    openings.starts_after_at,
    openings.cooled_after_at,
    exits.occurred_at as exit_at
from openings
left join exits
    on exits.gap_basis = openings.gap_basis
    and exits.lead_id = openings.lead_id
    and exits.exit_number = openings.gap_number + 1
