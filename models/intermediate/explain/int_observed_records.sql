-- One row per lead, shown version and group that one record decides: those there are.
with shown_definitions as (
    select * from {{ ref('int_shown_definitions') }}
),

evidence as (
    select * from {{ ref('int_stage_evidence') }}
),

stretches as (
    select * from {{ ref('int_open_stretches') }}
)

select
    evidence.lead_id,
    evidence.definition_id,

    evidence.rule_group,
    cast(count(*) as double) as records,

    min(evidence.occurred_at) as first_at,
    max(evidence.occurred_at) as last_at
from evidence
inner join shown_definitions
    on shown_definitions.definition_basis = evidence.definition_basis
    and shown_definitions.definition_id = evidence.definition_id
inner join stretches
    on stretches.gap_basis = shown_definitions.gap_basis
    and stretches.lead_id = evidence.lead_id
    and coalesce(evidence.occurred_at > stretches.starts_after_at, true)
group by evidence.lead_id, evidence.definition_id, evidence.rule_group
