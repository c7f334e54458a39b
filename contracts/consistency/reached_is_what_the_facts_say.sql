-- id: reached_is_what_the_facts_say
-- table: marts.mart_lead_clauses
-- kind: one story
-- promise: A stage is called reached exactly where the open cycle of the lead has its
--   entry, at that instant and by that version, and a temperature where it is the lead's
--   current one, since it has lasted without a break; a stage entered is reached by some
--   version, if one applies to the lead.
with clauses as (
    select * from {batch}
),

in_force as (
    select
        lead_id,
        stage,
        definition_id,
        min(definition_state) as definition_state,
        min(reached_definition_id) as reached_definition_id,
        min(cycle_number) as cycle_number,
        min(reached_at) as reached_at
    from clauses
    where definition_status = 'in_force'
    group by lead_id, stage, definition_id
),

reached as (
    select * from in_force where definition_state = 'reached'
),

entered as (
    select
        entries.lead_id,
        entries.stage,
        entries.definition_id,
        entries.cycle_number,
        entries.entered_at
    from facts.fct_stage_entries as entries
    inner join facts.fct_lead_cycles as cycles
        on cycles.lead_id = entries.lead_id
        and cycles.cycle_number = entries.cycle_number
    where
        cycles.is_open
        and not entries.is_inferred
),

current_temperatures as (
    select temperatures.lead_id, temperatures.temperature, temperatures.definition_id,
        max(begun.from_at) as since_at
    from facts.fct_temperatures as temperatures
    inner join facts.fct_temperatures as begun on begun.lead_id = temperatures.lead_id
    left join facts.fct_temperatures as neighbours
        on neighbours.lead_id = begun.lead_id
        and neighbours.to_at = begun.from_at
    where
        temperatures.to_at is null
        and begun.temperature is distinct from neighbours.temperature
    group by temperatures.lead_id, temperatures.temperature, temperatures.definition_id
),

applicable as (
    select lead_id, stage
    from in_force
    where definition_state <> 'not_applicable'
    group by lead_id, stage
)

select reached.lead_id, reached.stage, reached.definition_id
from reached
left join entered
    on entered.lead_id = reached.lead_id
    and entered.stage = reached.stage
    and entered.definition_id = reached.reached_definition_id
    and entered.cycle_number = reached.cycle_number
    and entered.entered_at = reached.reached_at
left join current_temperatures
    on current_temperatures.lead_id = reached.lead_id
    and current_temperatures.temperature = reached.stage
    and current_temperatures.definition_id = reached.reached_definition_id
    and current_temperatures.since_at = reached.reached_at
where entered.lead_id is null and current_temperatures.lead_id is null
union
select entered.lead_id, entered.stage, entered.definition_id
from entered
inner join applicable
    on applicable.lead_id = entered.lead_id
    and applicable.stage = entered.stage
left join reached
    on reached.lead_id = entered.lead_id
    and reached.stage = entered.stage
where reached.lead_id is null
