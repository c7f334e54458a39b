-- One row per MA record that names an SFA record, with the SFA that this record is of.
with leads as (
    select * from {{ ref('int_port_leads') }} where sfa_record_id is not null
),

records as (
    select * from {{ ref('int_port_records') }}
),

-- The tool that both departments share names its own records; another tool's record is
-- found by its id.
known as (
    select
        leads.source,
        leads.source_record_id,
        min(case when records.source = leads.source then records.source end)
            as own_source,
        min(records.source) as any_source
    from leads
    inner join records on records.source_record_id = leads.sfa_record_id
    group by leads.source, leads.source_record_id
)

select
    leads.source,
    leads.source_record_id,
    coalesce(
        leads.sfa_source, known.own_source, known.any_source, leads.source
    ) as sfa_source,
    leads.sfa_record_id
from leads
left join known
    on known.source = leads.source
    and known.source_record_id = leads.source_record_id
