-- One row per lead (person), with what is fixed when it is acquired.
with identities as (
    select * from {{ ref('int_identities') }}
),

leads as (
    select * from {{ ref('int_port_leads') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

record_states as (
    select * from {{ ref('int_lead_record_states') }}
),

channels as (
    select * from {{ source('book', 'channel') }}
),

record_facts as (
    select source, 'ma_lead' as object, source_record_id as native_id, lead_source,
        is_opted_out, cast(null as varchar) as account_id, landed_at
    from leads
    union all
    select source, 'sfa_record', source_record_id, lead_source,
        is_opted_out, coalesce(converted_account_id, account_id), landed_at
    from records
),

-- The earliest record that names a source tells where the person came from.
lead_sources as (
    select
        identities.lead_id,
        record_facts.source,
        record_facts.lead_source,
        row_number() over (
            partition by identities.lead_id
            order by
                case
                    when record_facts.lead_source is null then 1 else 0
                end asc nulls last,
                identities.source_rank asc nulls last,
                identities.created_at asc nulls last,
                identities.source asc nulls last,
                identities.native_id asc nulls last
        ) as source_order
    from identities
    inner join record_facts
        on record_facts.source = identities.source
        and record_facts.object = identities.object
        and record_facts.native_id = identities.native_id
),

persons as (
    select
        identities.lead_id,
        min(identities.created_at) as created_at,
        min(record_facts.landed_at) as landed_at,
        count(distinct identities.member_id) as record_count,
        bool_or(identities.object = 'ma_lead') as has_ma_record,
        bool_or(identities.object = 'sfa_record' and identities.is_delivered)
            as has_sfa_record,
        bool_or(coalesce(record_facts.is_opted_out, false)) as is_opted_out,
        bool_or(identities.is_ambiguous) as is_ambiguous,
        -- The account with the smallest id stands for a person at several.
        min(record_facts.source || ':' || record_facts.account_id) as account_reference
    from identities
    left join record_facts
        on record_facts.source = identities.source
        and record_facts.object = identities.object
        and record_facts.native_id = identities.native_id
    group by identities.lead_id
    having bool_or(identities.is_delivered)
)

-- The book maps a source as it is written; what anybody reads is free of contacts.
select
    persons.lead_id,
    persons.account_reference,
    coalesce({{ without_contacts('lead_sources.lead_source') }}, '(none)')
        as lead_source,
    case
        when lead_sources.lead_source is null then '(none)'
        else coalesce(channels.channel, '(unmapped)')
    end as channel,

    persons.record_count,

    persons.has_ma_record,
    persons.has_sfa_record,
    record_states.is_deleted,
    persons.is_opted_out,
    persons.is_ambiguous,

    persons.created_at,
    persons.landed_at
from persons
inner join lead_sources
    on lead_sources.lead_id = persons.lead_id
    and lead_sources.source_order = 1
inner join record_states on record_states.lead_id = persons.lead_id
left join channels
    on channels.source = lead_sources.source
    and channels.source_value = lead_sources.lead_source
