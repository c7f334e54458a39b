-- One row per basis, lead, gap and stage whose rule fired: its first instant.
with states as (
    select * from {{ ref('int_candidate_states') }}
),

rule_groups as (
    select * from {{ ref('int_rule_groups') }} where stage_path = 'success'
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

rules_met as (
    select
        bases.definition_basis,
        states.lead_id,
        states.gap_number,
        states.occurred_at,
        rule_groups.stage,
        rule_groups.definition_id,
        rule_groups.rule_group,
        states.held_mask,
        states.only_definition_id is not null as is_adoption,
        row_number() over (
            partition by
                bases.definition_basis, states.lead_id, states.gap_number,
                rule_groups.stage
            order by
                states.occurred_at asc nulls last,
                states.only_definition_id is not null asc nulls last,
                rule_groups.definition_id asc nulls last,
                rule_groups.rule_group asc nulls last
        ) as entry_rank
    from states
    inner join bases on bases.gap_basis = states.gap_basis
    inner join rule_groups
        on rule_groups.definition_basis = bases.definition_basis
        and rule_groups.from_on <= states.day_on
        and rule_groups.to_on > states.day_on
        and (states.held_mask & rule_groups.required_mask) = rule_groups.required_mask
        and (states.held_mask & rule_groups.forbidden_mask) = 0
        and (rule_groups.reads_records or not states.is_record_only)
        and (rule_groups.stage != 'mql' or not states.is_waiting)
        and (
            states.only_definition_id is null
            or (
                states.only_definition_id = rule_groups.definition_id
                and bases.definition_basis = 'then'
            )
        )
)

select
    definition_basis,
    lead_id,
    stage,
    definition_id,

    gap_number,
    rule_group,
    held_mask,

    is_adoption,

    occurred_at
from rules_met
where entry_rank = 1
