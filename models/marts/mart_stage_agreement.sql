-- One row per period, stage, pair of systems and verdict.
with counted as (
    select * from {{ ref('int_agreement_counts') }}
),

ledger_rows as (
    select * from {{ source('ledger', 'stage_agreement') }}
),

-- What closes in this run.
scopes as (
    select * from {{ ref('int_closed_scopes') }}
    where mart = 'mart_stage_agreement' and is_new
)

-- What was reported stays; what closes now is reported as it stands.
select
    definition_basis,
    period_grain,
    stage,
    system_pair,
    verdict,
    cycles,
    median_delay_hours,
    p90_delay_hours,

    period_on
from counted
union all
select
    'reported',
    period_grain,
    stage,
    system_pair,
    verdict,
    cycles,
    median_delay_hours,
    p90_delay_hours,
    period_on
from ledger_rows
union all
select
    'reported',
    counted.period_grain,
    counted.stage,
    counted.system_pair,
    counted.verdict,
    counted.cycles,
    counted.median_delay_hours,
    counted.p90_delay_hours,
    counted.period_on
from counted
inner join scopes
    on scopes.period_grain = counted.period_grain
    and scopes.period_on = counted.period_on
where counted.definition_basis = 'then'
