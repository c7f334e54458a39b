-- One row per lead and shown version whose stage the lead reached in what counts now.
with shown_definitions as (
    select * from {{ ref('int_shown_definitions') }}
),

stretches as (
    select * from {{ ref('int_open_stretches') }}
),

cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

entries as (
    select * from {{ ref('int_cycle_entries') }} where definition_basis = 'then'
),

gap_entries as (
    select * from {{ ref('int_gap_entries') }}
),

temperatures as (
    select * from {{ ref('int_counted_temperatures') }}
    where
        definition_basis = 'then'
        and to_at is null
        and temperature is not null
),

temperature_changes as (
    select * from {{ ref('int_temperature_changes') }} where is_changed_by_rule
),

-- The stage of the open cycle, whichever version it was entered by.
entered as (
    select
        shown_definitions.definition_id,
        entries.lead_id,
        entries.definition_id as reached_definition_id,
        entries.occurred_at as reached_at
    from stretches
    inner join cycles
        on cycles.lead_id = stretches.lead_id
        and cycles.gap_number = stretches.gap_number
    inner join entries
        on entries.lead_id = cycles.lead_id
        and entries.cycle_number = cycles.cycle_number
    inner join shown_definitions
        on shown_definitions.definition_basis = 'then'
        and shown_definitions.gap_basis = stretches.gap_basis
        and shown_definitions.stage = entries.stage
),

-- What a trial would have made of the same stretch.
tried as (
    select
        shown_definitions.definition_id,
        gap_entries.lead_id,
        gap_entries.definition_id as reached_definition_id,
        gap_entries.occurred_at as reached_at
    from shown_definitions
    inner join stretches on stretches.gap_basis = shown_definitions.gap_basis
    inner join gap_entries
        on gap_entries.definition_basis = shown_definitions.definition_basis
        and gap_entries.stage = shown_definitions.stage
        and gap_entries.lead_id = stretches.lead_id
        and gap_entries.gap_number = stretches.gap_number
    where shown_definitions.definition_basis != 'then'
),

-- Since when it lasts, whatever sales said meanwhile and whichever version says so now.
warmed as (
    select
        shown_definitions.definition_id,
        temperatures.lead_id,
        temperatures.definition_id as reached_definition_id,
        max(temperature_changes.changed_at) as reached_at
    from temperatures
    inner join temperature_changes
        on temperature_changes.lead_id = temperatures.lead_id
    inner join shown_definitions
        on shown_definitions.definition_basis = 'then'
        and shown_definitions.stage = temperatures.temperature
    group by
        shown_definitions.definition_id, temperatures.lead_id,
        temperatures.definition_id
)

select
    lead_id,
    definition_id,
    reached_definition_id,

    reached_at
from entered
union all
select
    lead_id,
    definition_id,
    reached_definition_id,

    reached_at
from tried
union all
select
    lead_id,
    definition_id,
    reached_definition_id,

    reached_at
from warmed
