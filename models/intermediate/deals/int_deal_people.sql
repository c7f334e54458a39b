-- One row per opportunity and lead on it: whom it came from, and who else takes part.
with deals as (
    select * from {{ ref('int_deals') }}
),

contacts as (
    select * from {{ ref('int_port_opportunity_contacts') }}
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'sfa_record'
),

people as (
    select source, opportunity_id, lead_id
    from deals
    where lead_id is not null
    union all
    select contacts.source, contacts.opportunity_id, identities.lead_id
    from contacts
    inner join deals
        on deals.source = contacts.source
        and deals.opportunity_id = contacts.opportunity_id
    inner join identities
        on identities.source = contacts.source
        and identities.native_id = contacts.source_record_id
)

-- The one it came from is among its contacts, too.
select
    source,
    opportunity_id,
    lead_id
from people
group by source, opportunity_id, lead_id
