-- One row per record whose person is not certain, and the reason.
with identities as (
    select * from {{ ref('int_identities') }}
),

members as (
    select * from {{ ref('int_members') }}
),

email_groups as (
    select * from {{ ref('int_email_groups') }}
),

record_groups as (
    select * from {{ ref('int_record_groups') }}
),

sfa_links as (
    select * from {{ ref('int_sfa_links') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

-- One address, several people of the SFA: nobody says whose the others are.
contradicted as (
    select
        members.member_id,
        'several SFA persons share the address' as reason,
        email_groups.email_group as candidate_group
    from members
    inner join record_groups on record_groups.member_id = members.member_id
    inner join email_groups on email_groups.record_group = record_groups.record_group
    where email_groups.is_ambiguous
),

shared as (
    select
        member_id,
        'shared mailbox' as reason,
        email as candidate_group
    from members
    where email is not null and person_email is null
),

unknown_links as (
    select
        'ma_lead:' || sfa_links.source || ':' || sfa_links.source_record_id
            as member_id,
        'the SFA record it names was never delivered' as reason,
        'sfa_record:' || sfa_links.sfa_source || ':' || sfa_links.sfa_record_id
            as candidate_group
    from sfa_links
    left join records
        on records.source = sfa_links.sfa_source
        and records.source_record_id = sfa_links.sfa_record_id
    where records.source_record_id is null
),

reasons as (
    select * from contradicted
    union all
    select * from shared
    union all
    select * from unknown_links
)

-- A group is called by the smallest lead in it, so that no address is shown.
select
    identities.lead_id,
    identities.source,
    identities.object,
    identities.native_id,
    identities.record_key,
    reasons.reason,
    min(identities.lead_id) over (
        partition by reasons.reason, reasons.candidate_group
    ) as candidate_group
from reasons
inner join identities on identities.member_id = reasons.member_id
where identities.is_delivered
