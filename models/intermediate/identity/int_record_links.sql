-- One row per pair of records that a tool itself says are one person.
with sfa_links as (
    select * from {{ ref('int_sfa_links') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

record_merges as (
    select * from {{ ref('int_port_merges') }}
),

members as (
    select * from {{ ref('int_members') }}
),

said as (
    select
        'ma_lead:' || source || ':' || source_record_id as from_node,
        'sfa_record:' || sfa_source || ':' || sfa_record_id as to_node,
        'sfa_link' as evidence
    from sfa_links
    union all
    select
        'sfa_record:' || source || ':' || source_record_id,
        'sfa_record:' || source || ':' || converted_contact_id,
        'conversion'
    from records
    where converted_contact_id is not null
    union all
    select
        object || ':' || source || ':' || winner_id,
        object || ':' || source || ':' || loser_id,
        'merge'
    from record_merges
)

select
    said.from_node,
    said.to_node,
    min(said.evidence) as evidence
from said
inner join members as from_members on from_members.member_id = said.from_node
inner join members as to_members on to_members.member_id = said.to_node
where said.from_node != said.to_node
group by said.from_node, said.to_node
