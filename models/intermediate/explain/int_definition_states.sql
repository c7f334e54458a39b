-- One row per lead and shown version: whether it applies, holds and was reached.
with stretches as (
    select * from {{ ref('int_open_stretches') }}
),

shown_definitions as (
    select * from {{ ref('int_shown_definitions') }}
),

group_states as (
    select * from {{ ref('int_group_states') }}
),

reached_stages as (
    select * from {{ ref('int_reached_stages') }}
),

rule_entries as (
    select * from {{ ref('int_rule_entries') }}
),

cycles as (
    select * from {{ ref('int_cycles') }} where definition_basis = 'then'
),

exclusions as (
    select * from {{ ref('int_cycle_exclusions') }} where definition_basis = 'then'
),

holding as (
    select
        lead_id,
        definition_id,
        bool_or(is_holding) as is_holding,
        bool_or(is_holding and is_evidence) as is_recorded,
        bool_or(is_known) as is_known
    from group_states
    group by lead_id, definition_id
),

-- Between cycles nobody counts whose last one did not.
last_cycles as (
    select
        cycles.lead_id,
        exclusions.exclusion_id,
        row_number() over (
            partition by cycles.lead_id order by cycles.cycle_number desc nulls last
        ) as cycle_rank
    from cycles
    left join exclusions
        on exclusions.lead_id = cycles.lead_id
        and exclusions.cycle_number = cycles.cycle_number
),

described as (
    select
        stretches.lead_id,
        stretches.gap_number,
        shown_definitions.definition_id,
        shown_definitions.definition_basis,
        shown_definitions.stage,
        shown_definitions.stage_path,
        shown_definitions.stage_order,
        shown_definitions.definition_status,
        cycles.cycle_number,
        last_cycles.exclusion_id,
        holding.is_known,
        holding.is_recorded,
        (stretches.attribute_mask & shown_definitions.segment_bit)
        = shown_definitions.segment_bit as is_in_segment,
        (stretches.attribute_mask & shown_definitions.excluded_mask) = 0
            as is_most_specific,
        holding.is_holding,
        rule_entries.lead_id is not null as has_fired,
        stretches.previous_exit,
        stretches.starts_after_at,
        case
            when shown_definitions.stage = 'mql'
                and stretches.cooled_after_at >= stretches.as_of
                then stretches.cooled_after_at
        end as cools_until_at,
        reached_stages.reached_definition_id,
        reached_stages.reached_at
    from stretches
    inner join shown_definitions on shown_definitions.gap_basis = stretches.gap_basis
    inner join holding
        on holding.lead_id = stretches.lead_id
        and holding.definition_id = shown_definitions.definition_id
    left join reached_stages
        on reached_stages.lead_id = stretches.lead_id
        and reached_stages.definition_id = shown_definitions.definition_id
    left join rule_entries
        on rule_entries.definition_basis = shown_definitions.definition_basis
        and rule_entries.stage = shown_definitions.stage
        and rule_entries.lead_id = stretches.lead_id
        and rule_entries.gap_number = stretches.gap_number
    left join cycles
        on cycles.lead_id = stretches.lead_id
        and cycles.gap_number = stretches.gap_number
    left join last_cycles
        on last_cycles.lead_id = stretches.lead_id
        and last_cycles.cycle_rank = 1
),

-- What is not counted reached nothing. A segment of its own has stages of its own.
settled as (
    select
        *,
        reached_at is not null
        and exclusion_id is null
        and (
            (is_in_segment and is_most_specific)
            or reached_definition_id = definition_id
        ) as is_reached,
        is_in_segment and is_most_specific as is_applicable
    from described
),

-- What a draft says comes too late as well, where the lead is further by now.
further_stages as (
    select lead_id, stage_order, reached_at
    from settled
    where
        definition_basis = 'then'
        and stage_path = 'success'
        and is_reached
),

passed as (
    select settled.lead_id, settled.definition_id
    from settled
    inner join further_stages
        on further_stages.lead_id = settled.lead_id
        and further_stages.stage_order > settled.stage_order
        and coalesce(further_stages.reached_at > settled.starts_after_at, true)
    where settled.stage_path = 'success'
    group by settled.lead_id, settled.definition_id
)

select
    settled.lead_id,
    settled.definition_id,
    settled.definition_basis,
    settled.stage,
    settled.stage_path,
    settled.definition_status,
    settled.exclusion_id,
    settled.previous_exit,
    case when settled.is_reached then settled.reached_definition_id end
        as reached_definition_id,
    case
        when settled.is_reached then 'reached'
        when not settled.is_applicable then 'not_applicable'
        when settled.exclusion_id is not null then 'not_counted'
        when settled.is_holding then 'blocked'
        when not settled.is_known then 'unknown'
        else 'not_met'
    end as definition_state,

    settled.cycle_number,
    settled.stage_order,

    settled.is_applicable,
    settled.is_most_specific,
    settled.is_holding,
    settled.is_recorded,
    settled.has_fired,
    coalesce(
        settled.stage_path = 'temperature'
        and min(
            case
                when settled.is_holding and settled.is_applicable
                    then settled.stage_order
            end
        ) over (
            partition by
                settled.lead_id, settled.definition_basis, settled.stage_path
        ) < settled.stage_order,
        false
    ) as is_outdone,
    passed.lead_id is not null as is_passed,

    settled.starts_after_at,
    settled.cools_until_at,
    case when settled.is_reached then settled.reached_at end as reached_at
from settled
left join passed
    on passed.lead_id = settled.lead_id
    and passed.definition_id = settled.definition_id
