-- One row per record of the MA or SFA that stands for a person.
with leads as (
    select * from {{ ref('int_port_leads') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

record_merges as (
    select * from {{ ref('int_port_merges') }}
),

sfa_links as (
    select * from {{ ref('int_sfa_links') }}
),

record_keys as (
    select * from {{ ref('int_record_keys') }}
),

shared_mailboxes as (
    select * from {{ source('book', 'shared_mailboxes') }}
),

-- A merged loser, a linked record or a converted contact may never be delivered itself.
mentioned as (
    select
        source, 'ma_lead' as object, source_record_id as native_id,
        created_at, deleted_at, email, true as is_delivered
    from leads
    union all
    select source, object, loser_id, null, null, null, false
    from record_merges
    union all
    select sfa_source, 'sfa_record', sfa_record_id, null, null, null, false
    from sfa_links
    union all
    select source, 'sfa_record', source_record_id, created_at, deleted_at, email, true
    from records
    union all
    select source, 'sfa_record', converted_contact_id, null, null, null, false
    from records
    where converted_contact_id is not null
),

members as (
    select
        source,
        object,
        native_id,
        min(created_at) as created_at,
        min(deleted_at) as deleted_at,
        min(email) as email,
        bool_or(is_delivered) as is_delivered
    from mentioned
    group by source, object, native_id
)

select
    members.object || ':' || members.source || ':' || members.native_id as member_id,
    members.source,
    members.object,
    members.native_id,
    record_keys.record_key,
    members.email,
    case when shared_mailboxes.local_part is null then members.email end
        as person_email,

    case when members.object = 'ma_lead' then 1 else 2 end as source_rank,

    members.is_delivered,

    members.created_at,
    members.deleted_at
from members
left join record_keys
    on record_keys.source = members.source
    and record_keys.object = members.object
    and record_keys.native_id = members.native_id
left join shared_mailboxes
    on shared_mailboxes.local_part = split_part(members.email, '@', 1)
