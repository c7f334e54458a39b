-- id: every_lead_has_its_clauses
-- table: marts.mart_lead_clauses
-- kind: completeness
-- promise: Every lead has a row for each rule of each version in force at the as-of, and
--   of each draft of a stage on the way to a win; one without signals too.
with clauses as (
    select * from {batch}
),

shown as (
    select definitions.definition_id, definitions.stage
    from book.stage_definitions as definitions
    cross join intermediate.int_run as run
    where
        definitions.stage <> 'lead'
        and definitions.status <> 'draft'
        and coalesce(definitions.valid_from <= run.as_of_on, true)
        and coalesce(definitions.valid_to > run.as_of_on, true)
    union
    select definitions.definition_id, definitions.stage
    from book.stage_definitions as definitions
    inner join book.lifecycle_stages as stages
        on stages.stage = definitions.stage
        and stages.stage_path = 'success'
    where
        definitions.status = 'draft'
        and definitions.stage <> 'lead'
),

expected as (
    select
        leads.lead_id,
        shown.stage,
        shown.definition_id,
        count(*) as rules
    from dimensions.dim_leads as leads
    cross join shown
    inner join book.stage_rules as rules
        on rules.definition_id = shown.definition_id
    group by leads.lead_id, shown.stage, shown.definition_id
),

listed as (
    select
        lead_id,
        stage,
        definition_id,
        count(*) as rules
    from clauses
    where
        line = 'clause'
        and definition_status <> 'planned'
    group by lead_id, stage, definition_id
)

select
    coalesce(expected.lead_id, listed.lead_id) as lead_id,
    coalesce(expected.stage, listed.stage) as stage,
    coalesce(expected.definition_id, listed.definition_id) as definition_id
from expected
full outer join listed
    on listed.lead_id = expected.lead_id
    and listed.stage = expected.stage
    and listed.definition_id = expected.definition_id
where expected.rules is distinct from listed.rules
