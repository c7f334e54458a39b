-- One row per lead of whose sources one delivers what scores are made of.
with identities as (
    select * from {{ ref('int_identities') }}
),

source_groups as (
    select * from {{ ref('int_source_groups') }}
),

port_capabilities as (
    select * from {{ ref('int_port_capabilities') }} where signal = 'score'
)

-- What one tool of a group can say, it says of the people of all of them.
select identities.lead_id
from identities
inner join source_groups as own_groups on own_groups.source = identities.source
inner join source_groups on source_groups.source_group = own_groups.source_group
inner join port_capabilities on port_capabilities.source = source_groups.source
group by identities.lead_id
