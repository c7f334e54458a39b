-- One row per closed period, stage, pair of systems and verdict, as reported.
with ledger_rows as (
    select * from {{ source('ledger', 'stage_agreement') }}
),

current_rows as (
    select * from {{ ref('int_agreement_counts') }} where definition_basis = 'then'
),

scopes as (
    select * from {{ ref('int_closed_scopes') }} where mart = 'mart_stage_agreement'
),

entries as (
    select * from {{ ref('int_ledger_entries') }} where is_this_run
)

-- What closes in this run is reported as it stands.
select
    period_grain,
    stage,
    system_pair,
    verdict,
    cycles,
    median_delay_hours,
    p90_delay_hours,

    ledger_number,

    period_on
from ledger_rows
union all
select
    current_rows.period_grain,
    current_rows.stage,
    current_rows.system_pair,
    current_rows.verdict,
    current_rows.cycles,
    current_rows.median_delay_hours,
    current_rows.p90_delay_hours,
    scopes.ledger_number,
    current_rows.period_on
from current_rows
inner join scopes
    on scopes.period_grain = current_rows.period_grain
    and scopes.period_on = current_rows.period_on
inner join entries on entries.ledger_number = scopes.ledger_number
