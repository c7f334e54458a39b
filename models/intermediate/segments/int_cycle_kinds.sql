-- One row per basis and lead cycle, with what is fixed of it when it opens.
with cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

leads as (
    select * from {{ ref('int_leads') }}
),

source_sets as (
    select * from {{ ref('int_lead_source_sets') }}
),

traits as (
    select * from {{ ref('int_cycle_traits') }}
),

opening_touches as (
    select * from {{ ref('int_opening_touches') }}
),

lead_campaigns as (
    select * from {{ ref('int_lead_campaigns') }}
),

campaigns as (
    select * from {{ ref('int_port_campaigns') }}
),

-- The MA's program and the SFA's campaign of one name are one.
campaign_names as (
    select campaign_id, min({{ without_contacts('name') }}) as campaign
    from campaigns
    group by campaign_id
),

-- Who came by a campaign came by it, whatever they did on the day.
named as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        cycles.entry_type,
        cycles.customer_status,
        case
            when cycles.entry_type = 'acquired'
                then coalesce(lead_campaigns.campaign_id, opening_touches.campaign_id)
            else opening_touches.campaign_id
        end as campaign_id,
        opening_touches.content_type
    from cycles
    left join opening_touches
        on opening_touches.definition_basis = cycles.definition_basis
        and opening_touches.lead_id = cycles.lead_id
        and opening_touches.cycle_number = cycles.cycle_number
    left join lead_campaigns on lead_campaigns.lead_id = cycles.lead_id
)

-- Drill-down is by the definitions of then alone.
select
    named.definition_basis,
    named.lead_id,
    leads.channel,
    leads.lead_source,
    named.customer_status,
    named.entry_type,
    coalesce(traits.industry, '(none)') as industry,
    coalesce(traits.company_size, '(none)') as company_size,
    coalesce(traits.job_level, '(none)') as job_level,
    coalesce(
        campaign_names.campaign,
        {{ without_contacts('named.campaign_id') }},
        '(none)'
    ) as campaign,
    coalesce(named.content_type, '(none)') as content_type,
    source_sets.source_set,

    named.cycle_number
from named
inner join leads on leads.lead_id = named.lead_id
inner join source_sets on source_sets.lead_id = named.lead_id
left join traits
    on traits.definition_basis = named.definition_basis
    and traits.lead_id = named.lead_id
    and traits.cycle_number = named.cycle_number
left join campaign_names on campaign_names.campaign_id = named.campaign_id
