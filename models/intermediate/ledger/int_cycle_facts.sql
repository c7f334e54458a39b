-- One row per counted lead cycle and thing about it that closed numbers rest on.
with cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

stage_times as (
    select * from {{ ref('int_cycle_stage_times') }} where definition_basis = 'then'
),

segments as (
    select * from {{ ref('int_cycle_segments') }} where definition_basis = 'then'
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }} where definition_basis = 'then'
),

verdicts as (
    select * from {{ ref('int_dated_verdicts') }} where definition_basis = 'then'
),

recycled_cycles as (
    select * from {{ ref('int_recycled_cycles') }} where definition_basis = 'then'
),

identities as (
    select * from {{ ref('int_identities') }}
),

record_states as (
    select * from {{ ref('int_lead_record_states') }}
),

facts as (
    select
        lead_id, cycle_number, 'time' as kind, stage as name, entry_policy as detail,
        cast(null as varchar) as value, definition_id, entered_on as happened_on,
        occurred_at as happened_at
    from stage_times
    union all
    select
        lead_id, cycle_number, 'segment', segment_dimension, null, segment_value, null,
        null, null
    from segments
    union all
    select
        cycles.lead_id, cycles.cycle_number, 'known', lead_knowledge.stage, null, null,
        null, null, null
    from cycles
    inner join lead_knowledge on lead_knowledge.lead_id = cycles.lead_id
    union all
    select
        lead_id, cycle_number, 'verdict', stage, system_pair, verdict, null, said_on,
        said_at
    from verdicts
    union all
    select
        lead_id, cycle_number, 'return', 'reopened', null, null, null, null, reopened_at
    from recycled_cycles
    where reopened_at is not null
    union all
    select lead_id, cycle_number, 'return', 'sql', null, null, null, null, sql_at
    from recycled_cycles
    where sql_at is not null
    union all
    select
        cycles.lead_id, cycles.cycle_number, 'record', null, null,
        {{ key_text('identities.record_key') }}, null, null, null
    from cycles
    inner join identities on identities.lead_id = cycles.lead_id
    union all
    select
        cycles.lead_id, cycles.cycle_number, 'deleted', null, null, null, null, null,
        null
    from cycles
    inner join record_states on record_states.lead_id = cycles.lead_id
    where record_states.is_ma_deleted or record_states.is_sfa_deleted
)

select
    lead_id,
    kind,
    name,
    detail,
    value,
    definition_id,

    cycle_number,

    happened_on,
    happened_at
from facts
