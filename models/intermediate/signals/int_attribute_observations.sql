-- One row per MA record, attribute and value that was seen, as the tool words it.
with leads as (
    select * from {{ ref('int_port_leads') }}
),

lead_changes as (
    select * from {{ ref('int_port_lead_changes') }} where field != 'stage'
),

lead_attributes as (
    select * from {{ ref('int_port_lead_attributes') }}
),

shown as (
    select source, source_record_id, 'industry' as attribute, industry as value,
        created_at
    from leads
    union all
    select source, source_record_id, 'employees', cast(employees as varchar), created_at
    from leads
    union all
    select source, source_record_id, 'department', department, created_at from leads
    union all
    select source, source_record_id, 'job_function', job_function, created_at from leads
    union all
    select source, source_record_id, 'title', title, created_at from leads
    union all
    select source, source_record_id, 'job_level', job_level, created_at from leads
    union all
    select source, source_record_id, 'company_name', company_name, created_at
    from leads
),

changes as (
    select
        *,
        row_number() over (
            partition by source, source_record_id, field
            order by changed_at asc nulls last, change_id asc nulls last
        ) as change_rank
    from lead_changes
),

-- Before its first change an attribute had the value that change replaced; a change
-- older than the record has already happened when it is made.
initial_values as (
    select
        shown.source,
        shown.source_record_id,
        shown.attribute,
        case when changes.change_id is null then shown.value else changes.old_value end
            as value,
        shown.created_at as observed_at
    from shown
    left join changes
        on changes.source = shown.source
        and changes.source_record_id = shown.source_record_id
        and changes.field = shown.attribute
        and changes.change_rank = 1
    where changes.change_id is null or changes.changed_at >= shown.created_at
)

select
    source,
    source_record_id,
    attribute,
    value,
    '' as event_id,

    observed_at
from initial_values
where value is not null
union all
select
    source,
    source_record_id,
    field as attribute,
    new_value as value,
    change_id as event_id,

    changed_at as observed_at
from changes
union all
select
    source,
    source_record_id,
    attribute,
    value,
    attribute as event_id,

    observed_at
from lead_attributes
