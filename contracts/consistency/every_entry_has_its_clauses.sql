-- id: every_entry_has_its_clauses
-- table: marts.mart_entry_clauses
-- kind: completeness
-- promise: Every entry of MQL, SAL, SQL and opportunity has the clauses of the group
--   that it cites, as many as the book has rules in it, and one if a record decided; so
--   has every draft that would have been reached by itself; and no other entry has any.
with clauses as (
    select * from {batch}
),

entries as (
    select
        lead_id,
        stage,
        definition_id,
        evidence_type,
        reason,
        cycle_number,
        entered_at
    from facts.fct_stage_entries
    where
        stage in ('mql', 'sal', 'sql', 'opportunity')
        and not is_inferred
),

book_groups as (
    select
        definition_id,
        rule_group,
        count(*) as rules
    from book.stage_rules
    group by definition_id, rule_group
),

expected as (
    select
        entries.lead_id,
        entries.stage,
        entries.definition_id,
        entries.entered_at,
        entries.cycle_number,
        book_groups.rule_group,
        case when entries.evidence_type = 'rule' then book_groups.rules else 1 end
            as rules
    from entries
    left join book_groups
        on book_groups.definition_id = entries.definition_id
        and entries.reason = 'rule group ' || book_groups.rule_group
        and entries.evidence_type = 'rule'
    union all
    select
        lead_id,
        stage,
        definition_id,
        reached_at,
        null,
        null,
        null
    from marts.mart_lead_clauses
    where
        definition_status in ('draft', 'planned')
        and definition_state = 'reached'
        and reached_definition_id = definition_id
        and stage in ('mql', 'sal', 'sql', 'opportunity')
    group by lead_id, stage, definition_id, reached_at
),

-- A clause decided by a record has a group that the fact does not cite.
listed as (
    select
        lead_id,
        stage,
        definition_id,
        entered_at,
        min(cycle_number) as cycle_number,
        case when min(evidence_type) = 'rule' then min(rule_group) end as rule_group,
        count(*) as rules
    from clauses
    where line = 'clause'
    group by lead_id, stage, definition_id, entered_at
)

select
    coalesce(expected.lead_id, listed.lead_id) as lead_id,
    coalesce(expected.stage, listed.stage) as stage,
    coalesce(expected.definition_id, listed.definition_id) as definition_id,
    coalesce(expected.entered_at, listed.entered_at) as entered_at
from expected
full outer join listed
    on listed.lead_id = expected.lead_id
    and listed.stage = expected.stage
    and listed.definition_id = expected.definition_id
    and listed.entered_at = expected.entered_at
where
    expected.lead_id is null
    or listed.lead_id is null
    or listed.cycle_number is distinct from expected.cycle_number
    or listed.rules <> expected.rules
    or (
        expected.cycle_number is not null
        and listed.rule_group is distinct from expected.rule_group
    )
