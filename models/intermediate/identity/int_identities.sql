-- One row per record of the MA or SFA, with the lead (person) it belongs to.
with members as (
    select * from {{ ref('int_members') }}
),

record_groups as (
    select * from {{ ref('int_record_groups') }}
),

email_groups as (
    select * from {{ ref('int_email_groups') }}
),

persons as (
    select
        members.*,
        email_groups.person_group,
        email_groups.is_ambiguous
    from members
    inner join record_groups on record_groups.member_id = members.member_id
    inner join email_groups on email_groups.record_group = record_groups.record_group
),

-- The person's key is the key of the smallest record; no registry has to remember it.
elected as (
    select
        *,
        first_value(record_key) over (
            partition by person_group
            order by
                source_rank asc nulls last,
                created_at asc nulls last,
                source asc nulls last,
                native_id asc nulls last
            rows between unbounded preceding and unbounded following
        ) as lead_id
    from persons
)

select
    member_id,
    lead_id,
    source,
    object,
    native_id,
    record_key,

    source_rank,

    is_delivered,
    is_ambiguous,

    created_at,
    deleted_at
from elected
