-- One row per record of the MA, its newest visible version.
with versions as (
    select * from {{ ref('base_marketo__leads') }}
)

-- Of a version written after the as-of only what never changes is taken. Once the SFA
-- has converted its lead, the contact is the record that lives.
select
    'marketo' as source,
    id as source_record_id,
    email,
    company as company_name,
    corporate_number,
    industry,
    department,
    job_function,
    title,
    job_level,
    lead_source,
    acquisition_program_id as campaign_id,
    coalesce(sfdc_contact_id, sfdc_lead_id) as sfa_record_id,
    case when coalesce(sfdc_contact_id, sfdc_lead_id) is not null then 'salesforce' end
        as sfa_source,
    case when is_visible then stage end as stage,
    case when is_visible then temperature end as temperature,

    number_of_employees as employees,
    case when is_visible then lead_score end as score,

    unsubscribed as is_opted_out,

    created_at,
    case when is_visible then updated_at end as updated_at,
    deleted_at,
    _landed_at as landed_at
from versions
where standing in ('accepted', 'tombstone')
