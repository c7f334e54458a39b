-- One row per MA record that names an SFA record, with the SFA that this record is of.
with leads as (
    select * from {{ ref('int_port_leads') }} where sfa_record_id is not null
),

records as (
    select * from {{ ref('int_port_records') }}
),

names as (
    select source, source_record_id, source_record_id as name from records
    union
    select source, source_record_id, other_id from records where other_id is not null
),

-- The tool that both departments share names its own records; another tool's record is
-- found by its id in either form.
known as (
    select
        leads.source,
        leads.source_record_id,
        names.source as sfa_source,
        names.source_record_id as sfa_record_id,
        row_number() over (
            partition by leads.source, leads.source_record_id
            order by
                names.source != leads.source asc nulls last,
                names.source asc nulls last,
                names.source_record_id asc nulls last
        ) as name_rank
    from leads
    inner join names
        on names.name = leads.sfa_record_id
        and names.source = coalesce(leads.sfa_source, names.source)
)

select
    leads.source,
    leads.source_record_id,
    coalesce(known.sfa_source, leads.sfa_source, leads.source) as sfa_source,
    coalesce(known.sfa_record_id, leads.sfa_record_id) as sfa_record_id
from leads
left join known
    on known.source = leads.source
    and known.source_record_id = leads.source_record_id
    and known.name_rank = 1
