-- One row per record, with the group of records that tools say are one person.
with members as (
    select * from {{ ref('int_members') }}
),

components as (
    {{ connected_components(ref('int_record_links')) }}
),

grouped as (
    select
        members.member_id,
        members.person_email,
        members.object,
        coalesce(components.component, members.member_id) as record_group
    from members
    left join components on components.node = members.member_id
)

select
    member_id,
    record_group,
    person_email,

    bool_or(object = 'sfa_record') over (partition by record_group) as has_sfa_record
from grouped
