-- id: groups_hold_by_their_clauses
-- table: marts.mart_lead_clauses
-- kind: definitions
-- promise: A group of rules holds if all of its clauses are met and the version applies
--   to the lead, and no group holds of which a clause is not met; a version whose group
--   holds is reached, blocked or not counted, and where none holds it is not blocked,
--   nor reached unless the stage was before; what is not counted names the rule.
with clauses as (
    select * from {batch}
),

versions as (
    select
        lead_id,
        stage,
        definition_id,
        min(definition_state) as definition_state,
        max(definition_state) as other_state,
        bool_and(
            line <> 'more_specific_definition'
            and not (line = 'segment' and verdict <> 'met')
        ) as is_applicable,
        coalesce(bool_or(line = 'clause' and is_group_holding), false) as is_holding,
        bool_or(line = 'excluded' and observed is not null) as is_excluded
    from clauses
    group by lead_id, stage, definition_id
),

groups as (
    select
        lead_id,
        stage,
        definition_id,
        rule_group,
        bool_and(is_group_holding) as is_holding,
        bool_or(is_group_holding) as is_partly_holding,
        bool_and(verdict = 'met') as is_met,
        bool_or(verdict = 'not_met') as is_unmet
    from clauses
    where line = 'clause'
    group by lead_id, stage, definition_id, rule_group
)

select
    versions.lead_id,
    versions.stage,
    versions.definition_id
from versions
left join groups
    on groups.lead_id = versions.lead_id
    and groups.stage = versions.stage
    and groups.definition_id = versions.definition_id
where
    versions.definition_state <> versions.other_state
    or groups.is_holding <> groups.is_partly_holding
    or (groups.is_met and versions.is_applicable and not groups.is_holding)
    or (groups.is_unmet and groups.is_holding)
    or (
        versions.is_holding
        and versions.is_applicable
        and versions.definition_state not in ('reached', 'blocked', 'not_counted')
    )
    or (not versions.is_holding and versions.definition_state = 'blocked')
    or (versions.definition_state = 'not_counted') <> versions.is_excluded
    or (
        not versions.is_applicable
        and versions.definition_state not in ('reached', 'not_applicable')
    )
group by versions.lead_id, versions.stage, versions.definition_id
