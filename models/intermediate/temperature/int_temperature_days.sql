-- One row per basis, lead and day at whose end its temperature was judged.
with day_conditions as (
    select * from {{ ref('int_day_conditions') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }} where is_published
),

slices as (
    select * from {{ ref('int_temperature_slices') }}
),

rule_groups as (
    select * from {{ ref('int_rule_groups') }} where stage_path = 'temperature'
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }}
),

-- A temperature that no tool of the lead can tell is none: a source without touches
-- makes nobody cold.
known_ranks as (
    select
        lead_knowledge.definition_basis,
        lead_knowledge.lead_id,
        cast(sum(power(2, temperatures.stage_order)) as bigint) as known_mask
    from lead_knowledge
    inner join (
        select definition_basis, stage, stage_order
        from rule_groups
        group by definition_basis, stage, stage_order
    ) as temperatures
        on temperatures.definition_basis = lead_knowledge.definition_basis
        and temperatures.stage = lead_knowledge.stage
    group by lead_knowledge.definition_basis, lead_knowledge.lead_id
),

-- Where an exit parts the day, its last part tells.
judged as (
    select
        bases.definition_basis,
        day_conditions.lead_id,
        day_conditions.day_on,
        slices.from_on,
        day_conditions.held_mask & slices.asked_mask as held_mask,
        case
            when slices.reads_records
                then coalesce(
                    greatest(day_conditions.signal_at, day_conditions.record_at),
                    day_conditions.signal_at,
                    day_conditions.record_at
                )
            else day_conditions.signal_at
        end as judged_at
    from day_conditions
    inner join bases on bases.gap_basis = day_conditions.gap_basis
    inner join slices
        on slices.definition_basis = bases.definition_basis
        and slices.from_on <= day_conditions.day_on
        and slices.to_on > day_conditions.day_on
),

last_parts as (
    select
        definition_basis,
        lead_id,
        day_on,
        from_on,
        max_by(held_mask, judged_at) as held_mask,
        max(judged_at) as judged_at
    from judged
    where judged_at is not null
    group by definition_basis, lead_id, day_on, from_on
),

day_states as (
    select
        last_parts.*,
        coalesce(known_ranks.known_mask, 0) as known_mask
    from last_parts
    left join known_ranks
        on known_ranks.definition_basis = last_parts.definition_basis
        and known_ranks.lead_id = last_parts.lead_id
),

-- Millions of days are in few states: each is judged once.
states as (
    select definition_basis, from_on, held_mask, known_mask
    from day_states
    group by definition_basis, from_on, held_mask, known_mask
),

temperatures_met as (
    select
        states.*,
        rule_groups.stage as temperature,
        rule_groups.definition_id,
        row_number() over (
            partition by
                states.definition_basis, states.from_on, states.held_mask,
                states.known_mask
            order by
                rule_groups.stage_order asc nulls last,
                rule_groups.definition_id asc nulls last,
                rule_groups.rule_group asc nulls last
        ) as temperature_rank
    from states
    inner join rule_groups
        on rule_groups.definition_basis = states.definition_basis
        and rule_groups.from_on <= states.from_on
        and rule_groups.to_on > states.from_on
        and (states.held_mask & rule_groups.required_mask) = rule_groups.required_mask
        and (states.held_mask & rule_groups.forbidden_mask) = 0
        and (
            states.known_mask
            & cast(power(2, rule_groups.stage_order) as bigint)
        ) != 0
)

-- NULL: no rule holds.
select
    day_states.definition_basis,
    day_states.lead_id,
    temperatures_met.temperature,
    temperatures_met.definition_id,

    day_states.day_on,
    day_states.judged_at
from day_states
left join temperatures_met
    on temperatures_met.definition_basis = day_states.definition_basis
    and temperatures_met.from_on = day_states.from_on
    and temperatures_met.held_mask = day_states.held_mask
    and temperatures_met.known_mask = day_states.known_mask
    and temperatures_met.temperature_rank = 1
