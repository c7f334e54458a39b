-- One row per record group and another group that shares a person's e-mail with it.
with record_groups as (
    select * from {{ ref('int_record_groups') }}
),

email_groups as (
    select
        person_email,
        record_group,
        bool_or(has_sfa_record) as has_sfa_record
    from record_groups
    where person_email is not null
    group by person_email, record_group
),

-- A star per address: every group is tied to the smallest one that uses it.
stars as (
    select
        record_group as from_node,
        min(record_group) over (partition by person_email) as to_node
    from email_groups
),

-- The MA's records of an address hang together whatever becomes of the SFA's.
ma_stars as (
    select
        record_group as from_node,
        min(record_group) over (partition by person_email) as to_node
    from email_groups
    where not has_sfa_record
),

links as (
    select from_node, to_node, false as is_among_ma from stars
    union all
    select from_node, to_node, true from ma_stars
)

select
    from_node,
    to_node,

    is_among_ma
from links
where from_node != to_node
group by from_node, to_node, is_among_ma
