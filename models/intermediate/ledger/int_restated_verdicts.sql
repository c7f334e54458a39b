-- One row per restated cycle, entry and closed row of the agreement that it moved.
with verdicts as (
    select * from {{ ref('int_restated_facts') }} where kind = 'verdict'
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

scopes as (
    select * from {{ ref('int_closed_scopes') }} where mart = 'mart_stage_agreement'
)

select
    'cycles' as measure,
    scopes.period_grain,
    verdicts.name as stage,
    verdicts.detail as system_pair,
    verdicts.value as verdict,

    verdicts.cycle_key,
    verdicts.ledger_number,
    scopes.ledger_number as reported_number,
    cast(sum(verdicts.side) as bigint) as change,

    scopes.period_on,
    scopes.closed_at
from verdicts
inner join day_periods on day_periods.day_on = verdicts.happened_on
inner join scopes
    on scopes.period_grain = day_periods.period_grain
    and scopes.period_on = day_periods.period_on
    and scopes.ledger_number < verdicts.ledger_number
group by
    verdicts.cycle_key, verdicts.ledger_number, scopes.ledger_number, scopes.closed_at,
    scopes.period_grain, scopes.period_on, verdicts.name, verdicts.detail,
    verdicts.value
having sum(verdicts.side) != 0
