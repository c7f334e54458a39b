-- One row per lead, attribute or field, and instant at which a value of it was seen.
with observations as (
    select * from {{ ref('int_attribute_observations') }} where attribute != 'job_level'
),

job_levels as (
    select * from {{ ref('int_job_levels') }}
),

field_observations as (
    select * from {{ ref('int_field_observations') }}
),

identities as (
    select * from {{ ref('int_identities') }}
),

-- Words of fields are not mapped.
attribute_values as (
    select 'attribute' as signal, attribute, source_value, value, value_rank
    from {{ source('book', 'attribute_values') }}
),

seen as (
    select 'attribute' as signal, 'ma_lead' as object, source,
        source_record_id as native_id, attribute, value, event_id, observed_at
    from observations
    union all
    select 'attribute', 'ma_lead', source, source_record_id, 'job_level', job_level,
        event_id, observed_at
    from job_levels
    union all
    select 'sfa_field', 'sfa_record', source, source_record_id, field, value,
        event_id, observed_at
    from field_observations
),

ranked_attributes as (
    select signal, attribute
    from attribute_values
    where value_rank is not null
    group by signal, attribute
),

-- A word of an attribute with ranks has a rank or none; others are compared as numbers.
valued as (
    select
        identities.lead_id,
        seen.signal,
        seen.attribute,
        coalesce(attribute_values.value, seen.value) as value,
        case
            when ranked_attributes.attribute is not null
                then cast(attribute_values.value_rank as double)
            else cast(try_cast(seen.value as decimal(18, 6)) as double)
        end as value_number,
        date_trunc('second', seen.observed_at) as observed_at,
        row_number() over (
            partition by
                identities.lead_id, seen.signal, seen.attribute,
                date_trunc('second', seen.observed_at)
            order by
                seen.observed_at desc nulls last,
                identities.created_at desc nulls last,
                identities.native_id desc nulls last,
                seen.event_id desc nulls last,
                seen.value desc nulls last
        ) as value_rank
    from seen
    inner join identities
        on identities.source = seen.source
        and identities.object = seen.object
        and identities.native_id = seen.native_id
    left join attribute_values
        on attribute_values.signal = seen.signal
        and attribute_values.attribute = seen.attribute
        and attribute_values.source_value = seen.value
    left join ranked_attributes
        on ranked_attributes.signal = seen.signal
        and ranked_attributes.attribute = seen.attribute
),

-- Belonging to a source is an attribute too, which none of another source replaces: a
-- definition may be limited to it.
records_made as (
    select lead_id, source, date_trunc('second', created_at) as made_at
    from identities
    where created_at is not null
    group by lead_id, source, date_trunc('second', created_at)
),

source_sets as (
    select
        records_made.lead_id,
        {{ joined_values('made_before.source') }} as sources,
        records_made.made_at
    from records_made
    inner join records_made as made_before
        on made_before.lead_id = records_made.lead_id
        and made_before.made_at <= records_made.made_at
    group by records_made.lead_id, records_made.made_at
)

-- At one instant the last word counts.
select
    lead_id,
    signal,
    attribute,
    value,

    value_number,

    observed_at
from valued
where value_rank = 1
union all
select
    lead_id,
    'attribute' as signal,
    'source' as attribute,
    sources as value,

    null as value_number,

    made_at as observed_at
from source_sets
