-- id: entries_cite_a_definition_in_force
-- table: facts.fct_stage_entries
-- kind: definitions
-- promise: Every observed entry cites a definition of its stage, no draft, that was in
--   force on the company's day of the entry; an adoption is the first instant of a
--   definition that counts everybody on that day.
with entries as (
    select * from {batch}
),

cited as (
    select
        entries.lead_id,
        entries.cycle_number,
        entries.stage,
        entries.definition_id,
        entries.is_adoption,
        entries.entered_at at time zone 'UTC' at time zone run.time_zone
            as entered_then,
        cast(
            entries.entered_at at time zone 'UTC' at time zone run.time_zone as date
        ) as entered_on
    from entries
    cross join intermediate.int_run as run
    where not entries.is_inferred
)

select
    cited.lead_id,
    cited.cycle_number,
    cited.stage
from cited
left join dimensions.dim_stage_definitions as definitions
    on definitions.definition_id = cited.definition_id
    and definitions.stage = cited.stage
    and definitions.status <> 'draft'
    and coalesce(definitions.valid_from, date '0001-01-01') <= cited.entered_on
    and coalesce(definitions.valid_to, date '9999-12-31') > cited.entered_on
where
    definitions.definition_id is null
    or (
        cited.is_adoption
        and (
            definitions.adoption_policy <> 'at_adoption'
            or cited.entered_then
            is distinct from cast(definitions.valid_from as timestamp)
        )
    )
