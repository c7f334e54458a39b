-- One row per period, stage pair, entry policy and segment: entries against entries.
with counted as (
    select * from {{ ref('int_funnel_periods') }}
),

ledger_rows as (
    select * from {{ source('ledger', 'funnel_periods') }}
),

-- What closes in this run.
scopes as (
    select * from {{ ref('int_closed_scopes') }}
    where mart = 'mart_funnel_periods' and is_new
)

-- What was reported stays; what closes now is reported as it stands.
select
    definition_basis,
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

    period_on
from counted
union all
select
    'reported',
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
    period_on
from ledger_rows
union all
select
    'reported',
    counted.period_grain,
    counted.from_stage,
    counted.to_stage,
    counted.entry_policy,
    counted.segment_dimension,
    counted.segment_value,
    counted.stage_knowledge,
    counted.entries_from,
    counted.entries_to,
    counted.period_ratio,
    counted.period_on
from counted
inner join scopes
    on scopes.period_grain = counted.period_grain
    and scopes.period_on = counted.period_on
where counted.definition_basis = 'then' and {{ is_reported_segment('counted') }}
