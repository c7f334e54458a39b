-- One row per lead and text about it that an exclusion rule can look at.
with identities as (
    select * from {{ ref('int_identities') }}
),

leads as (
    select * from {{ ref('int_port_leads') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

attribute_events as (
    select * from {{ ref('int_attribute_events') }} where attribute != 'source'
),

record_facts as (
    select 'ma_lead' as object, source, source_record_id, email, company_name
    from leads
    union all
    select 'sfa_record', source, source_record_id, email, company_name
    from records
),

record_texts as (
    select object, source, source_record_id, 'email_domain' as signal,
        split_part(email, '@', 2) as value
    from record_facts
    where email is not null
    union all
    select object, source, source_record_id, 'company_name', company_name
    from record_facts
    where company_name is not null
)

-- An address or a name is known as long as its record is; an attribute from when to
-- when it was last seen so.
select
    identities.lead_id,
    record_texts.signal,
    cast(null as varchar) as signal_argument,
    record_texts.value,

    timestamp '0001-01-01 00:00:00' as known_from_at,
    timestamp '9999-12-31 00:00:00' as known_to_at
from record_texts
inner join identities
    on identities.source = record_texts.source
    and identities.object = record_texts.object
    and identities.native_id = record_texts.source_record_id
union all
select
    lead_id,
    'attribute' as signal,
    'source' as signal_argument,
    source as value,

    date_trunc('second', min(created_at)) as known_from_at,
    timestamp '9999-12-31 00:00:00' as known_to_at
from identities
where created_at is not null
group by lead_id, source
union all
select
    lead_id,
    'attribute' as signal,
    attribute as signal_argument,
    value,

    observed_at as known_from_at,
    coalesce(
        lead(observed_at) over (
            partition by lead_id, attribute order by observed_at asc nulls last
        ),
        timestamp '9999-12-31 00:00:00'
    ) as known_to_at
from attribute_events
