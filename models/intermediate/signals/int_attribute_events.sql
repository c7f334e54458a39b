-- One row per lead, attribute and instant at which a value of it was seen.
with leads as (
    select * from {{ ref('int_port_leads') }}
),

lead_changes as (
    select * from {{ ref('int_port_lead_changes') }}
),

lead_attributes as (
    select * from {{ ref('int_port_lead_attributes') }}
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'ma_lead'
),

attribute_values as (
    select * from {{ source('book', 'attribute_values') }}
),

-- A title says the level where the tool has no field for it.
shown as (
    select
        source, source_record_id, 'industry' as attribute, industry as value, created_at
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
    select source, source_record_id, 'job_level', coalesce(job_level, title), created_at
    from leads
    union all
    select source, source_record_id, 'company_name', company_name, created_at from leads
),

changes as (
    select
        *,
        row_number() over (
            partition by source, source_record_id, field
            order by changed_at asc nulls last, change_id asc nulls last
        ) as change_rank
    from lead_changes
    where field != 'stage'
),

-- Before its first change an attribute had the value that change replaced.
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
),

observations as (
    select source, source_record_id, attribute, value, observed_at, '' as event_id
    from initial_values
    where value is not null
    union all
    select source, source_record_id, field, new_value, changed_at, change_id
    from changes
    union all
    select source, source_record_id, attribute, value, observed_at, attribute
    from lead_attributes
    union all
    -- Belonging to a source is an attribute too: a definition may be limited to it.
    select source, source_record_id, 'source', source, created_at, ''
    from leads
),

valued as (
    select
        identities.lead_id,
        observations.attribute,
        coalesce(attribute_values.value, observations.value) as value,
        coalesce(
            cast(attribute_values.value_rank as double),
            cast(try_cast(observations.value as decimal(18, 6)) as double)
        ) as value_number,
        date_trunc('second', observations.observed_at) as observed_at,
        row_number() over (
            partition by
                identities.lead_id, observations.attribute,
                date_trunc('second', observations.observed_at)
            order by
                observations.observed_at desc nulls last,
                identities.created_at desc nulls last,
                identities.native_id desc nulls last,
                observations.event_id desc nulls last,
                observations.value desc nulls last
        ) as value_rank
    from observations
    inner join identities
        on identities.source = observations.source
        and identities.native_id = observations.source_record_id
    left join attribute_values
        on attribute_values.attribute = observations.attribute
        and attribute_values.source_value = observations.value
)

-- At one instant the last word counts.
select
    lead_id,
    attribute,
    value,

    value_number,

    observed_at
from valued
where value_rank = 1
