-- One row per official KPI of cycles and kind of definition its last months were under.
with kpi_months as (
    select * from {{ ref('int_kpi_months') }}
),

kpis as (
    select * from {{ ref('int_kpis_in_force') }}
),

entries as (
    select * from {{ ref('int_cycle_stage_times') }}
),

definition_kinds as (
    select * from {{ ref('int_definition_kinds') }}
),

spans as (
    select
        kpi_months.kpi_id,
        kpis.from_stage,
        kpis.definition_basis,
        kpis.entry_policy,
        min(kpi_months.period_on) as from_on,
        {{ shift_months('max(kpi_months.period_on)', 1) }} as to_on
    from kpi_months
    inner join kpis on kpis.kpi_id = kpi_months.kpi_id
    group by
        kpi_months.kpi_id, kpis.from_stage, kpis.definition_basis, kpis.entry_policy
)

select
    spans.kpi_id,
    definition_kinds.definition_kind
from spans
inner join entries
    on entries.definition_basis = spans.definition_basis
    and entries.entry_policy = spans.entry_policy
    and entries.stage = spans.from_stage
    and entries.entered_on >= spans.from_on
    and entries.entered_on < spans.to_on
inner join definition_kinds on definition_kinds.definition_id = entries.definition_id
group by spans.kpi_id, definition_kinds.definition_kind
