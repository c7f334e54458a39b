-- One row per closed cohort, stage pair, window, entry policy and segment, as reported.
with ledger_rows as (
    select * from {{ source('ledger', 'funnel_cohorts') }}
),

current_rows as (
    select * from {{ ref('int_funnel_cohorts') }} where definition_basis = 'then'
),

scopes as (
    select * from {{ ref('int_closed_scopes') }} where mart = 'mart_funnel_cohorts'
),

entries as (
    select * from {{ ref('int_ledger_entries') }} where is_this_run
)

-- What closes in this run is reported as it stands.
select
    period_grain,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    stage_knowledge,
    definition_ids,
    window_days,
    cycles_entered,
    cycles_mature,
    cycles_converted,
    conversion_rate,
    rate_lower,
    rate_upper,
    estimated_rate,
    median_days,
    p90_days,
    is_immature,
    is_left_truncated,

    ledger_number,

    cohort_on
from ledger_rows
union all
select
    current_rows.period_grain,
    current_rows.from_stage,
    current_rows.to_stage,
    current_rows.entry_policy,
    current_rows.segment_dimension,
    current_rows.segment_value,
    current_rows.stage_knowledge,
    current_rows.definition_ids,
    current_rows.window_days,
    current_rows.cycles_entered,
    current_rows.cycles_mature,
    current_rows.cycles_converted,
    current_rows.conversion_rate,
    current_rows.rate_lower,
    current_rows.rate_upper,
    current_rows.estimated_rate,
    current_rows.median_days,
    current_rows.p90_days,
    current_rows.is_immature,
    current_rows.is_left_truncated,
    scopes.ledger_number,
    current_rows.cohort_on
from current_rows
inner join scopes
    on scopes.period_grain = current_rows.period_grain
    and scopes.period_on = current_rows.cohort_on
    and scopes.window_days = current_rows.window_days
inner join entries on entries.ledger_number = scopes.ledger_number
