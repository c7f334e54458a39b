-- One row per closed period, stage pair, entry policy and segment, as reported.
with ledger_rows as (
    select * from {{ source('ledger', 'funnel_periods') }}
),

current_rows as (
    select * from {{ ref('int_funnel_periods') }} where definition_basis = 'then'
),

scopes as (
    select * from {{ ref('int_closed_scopes') }} where mart = 'mart_funnel_periods'
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
    entries_from,
    entries_to,
    period_ratio,

    ledger_number,

    period_on
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
    current_rows.entries_from,
    current_rows.entries_to,
    current_rows.period_ratio,
    scopes.ledger_number,
    current_rows.period_on
from current_rows
inner join scopes
    on scopes.period_grain = current_rows.period_grain
    and scopes.period_on = current_rows.period_on
inner join entries on entries.ledger_number = scopes.ledger_number
