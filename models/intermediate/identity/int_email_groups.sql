-- One row per record group, with the person that its e-mail addresses make of it.
with record_groups as (
    select * from {{ ref('int_record_groups') }}
),

all_links as (
    select from_node, to_node from {{ ref('int_email_links') }} where not is_among_ma
),

ma_links as (
    select from_node, to_node from {{ ref('int_email_links') }} where is_among_ma
),

all_components as (
    {{ connected_components('all_links') }}
),

ma_components as (
    {{ connected_components('ma_links') }}
),

groups as (
    select
        record_group,
        bool_or(has_sfa_record) as has_sfa_record
    from record_groups
    group by record_group
),

by_email as (
    select
        groups.record_group,
        groups.has_sfa_record,
        coalesce(all_components.component, groups.record_group) as email_group,
        coalesce(ma_components.component, groups.record_group) as ma_email_group
    from groups
    left join all_components on all_components.node = groups.record_group
    left join ma_components on ma_components.node = groups.record_group
),

-- Two SFA persons behind one address contradict it: e-mail alone never joins them.
judged as (
    select
        *,
        sum(case when has_sfa_record then 1 else 0 end)
            over (partition by email_group) > 1 as is_ambiguous
    from by_email
)

select
    record_group,
    email_group,
    case
        when not is_ambiguous then email_group
        when has_sfa_record then record_group
        else ma_email_group
    end as person_group,

    is_ambiguous
from judged
