-- One row per lead that a campaign brought, by the record that names one first.
with leads as (
    select * from {{ ref('int_port_leads') }} where campaign_id is not null
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'ma_lead'
),

ranked as (
    select
        identities.lead_id,
        leads.campaign_id,
        row_number() over (
            partition by identities.lead_id
            order by
                identities.created_at asc nulls last,
                identities.source asc nulls last,
                identities.native_id asc nulls last
        ) as record_rank
    from leads
    inner join identities
        on identities.source = leads.source
        and identities.native_id = leads.source_record_id
)

select
    lead_id,
    campaign_id
from ranked
where record_rank = 1
