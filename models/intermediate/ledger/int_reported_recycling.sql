-- One row per closed cohort period, stage entered, window and segment, as reported.
with ledger_rows as (
    select * from {{ source('ledger', 'recycling') }}
),

current_rows as (
    select * from {{ ref('int_recycling') }} where definition_basis = 'then'
),

scopes as (
    select * from {{ ref('int_closed_scopes') }} where mart = 'mart_recycling'
),

entries as (
    select * from {{ ref('int_ledger_entries') }} where is_this_run
)

-- What closes in this run is reported as it stands.
select
    period_grain,
    from_stage,
    segment_dimension,
    segment_value,
    stage_knowledge,
    yield_knowledge,
    recycling_reasons,
    window_days,
    cycles_entered,
    cycles_mature,
    cycles_recycled,
    recycling_rate,
    recycling_rate_lower,
    recycling_rate_upper,
    recycled_mature,
    cycles_reentered,
    reentry_rate,
    reentry_rate_lower,
    reentry_rate_upper,
    median_days_to_reentry,
    p90_days_to_reentry,
    reentered_mature,
    reentered_to_sql,
    reentered_yield_rate,
    reentered_yield_rate_lower,
    reentered_yield_rate_upper,
    recycled_settled,
    recycled_yield_rate,
    recycled_yield_rate_lower,
    recycled_yield_rate_upper,
    is_immature,

    ledger_number,

    cohort_on
from ledger_rows
union all
select
    current_rows.period_grain,
    current_rows.from_stage,
    current_rows.segment_dimension,
    current_rows.segment_value,
    current_rows.stage_knowledge,
    current_rows.yield_knowledge,
    current_rows.recycling_reasons,
    current_rows.window_days,
    current_rows.cycles_entered,
    current_rows.cycles_mature,
    current_rows.cycles_recycled,
    current_rows.recycling_rate,
    current_rows.recycling_rate_lower,
    current_rows.recycling_rate_upper,
    current_rows.recycled_mature,
    current_rows.cycles_reentered,
    current_rows.reentry_rate,
    current_rows.reentry_rate_lower,
    current_rows.reentry_rate_upper,
    current_rows.median_days_to_reentry,
    current_rows.p90_days_to_reentry,
    current_rows.reentered_mature,
    current_rows.reentered_to_sql,
    current_rows.reentered_yield_rate,
    current_rows.reentered_yield_rate_lower,
    current_rows.reentered_yield_rate_upper,
    current_rows.recycled_settled,
    current_rows.recycled_yield_rate,
    current_rows.recycled_yield_rate_lower,
    current_rows.recycled_yield_rate_upper,
    current_rows.is_immature,
    scopes.ledger_number,
    current_rows.cohort_on
from current_rows
inner join scopes
    on scopes.period_grain = current_rows.period_grain
    and scopes.period_on = current_rows.cohort_on
    and scopes.window_days = current_rows.window_days
inner join entries on entries.ledger_number = scopes.ledger_number
