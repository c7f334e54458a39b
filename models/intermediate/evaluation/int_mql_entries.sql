-- One row per lead and gap in which the book's MQL rule fired: its first instant.
with states as (
    select * from {{ ref('int_candidate_states') }}
),

rule_groups as (
    select * from {{ ref('int_rule_groups') }}
),

rules_met as (
    select
        states.lead_id,
        states.gap_number,
        states.occurred_at,
        rule_groups.definition_id,
        rule_groups.rule_group,
        states.only_definition_id is not null as is_adoption,
        row_number() over (
            partition by states.lead_id, states.gap_number
            order by
                states.occurred_at asc nulls last,
                states.only_definition_id is not null asc nulls last,
                rule_groups.definition_id asc nulls last,
                rule_groups.rule_group asc nulls last
        ) as entry_rank
    from states
    inner join rule_groups
        on rule_groups.from_on <= states.day_on
        and rule_groups.to_on > states.day_on
        and (states.held_mask & rule_groups.required_mask) = rule_groups.required_mask
        and (states.held_mask & rule_groups.forbidden_mask) = 0
        and (
            states.only_definition_id is null
            or states.only_definition_id = rule_groups.definition_id
        )
)

select
    lead_id,
    definition_id,

    gap_number,
    rule_group,

    is_adoption,

    occurred_at
from rules_met
where entry_rank = 1
