-- One row per opportunity of nobody excluded, with what its money is broken down by.
with deals as (
    select * from {{ ref('int_deals') }} where not is_excluded
),

leads as (
    select * from {{ ref('int_leads') }}
),

channels as (
    select * from {{ source('book', 'channels') }}
),

users as (
    select * from {{ ref('int_port_users') }}
),

deal_people as (
    select * from {{ ref('int_deal_people') }}
),

lead_traces as (
    select * from {{ ref('int_lead_traces') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- The first of all people on the deal that marketing had reached.
reached as (
    select
        deal_people.source,
        deal_people.opportunity_id,
        min(lead_traces.touched_at) as touched_at,
        min(lead_traces.campaign_at) as campaign_at
    from deal_people
    inner join lead_traces on lead_traces.lead_id = deal_people.lead_id
    group by deal_people.source, deal_people.opportunity_id
)

-- A deal without a currency is in the company's.
select
    deals.source,
    deals.opportunity_id,
    deals.lead_id,
    case
        when deals.is_expansion then 'expansion'
        else coalesce(channels.source_group, 'unknown')
    end as source_group,
    coalesce(leads.channel, '(none)') as channel,
    coalesce({{ without_contacts('users.team') }}, '(none)') as owner_team,
    coalesce(deals.product, '(none)') as product,
    deals.outcome,
    coalesce(deals.currency, run.currency) as currency,

    deals.cycle_number,
    deals.amount,

    deals.is_expansion,
    coalesce(reached.touched_at <= coalesce(deals.ended_at, run.as_of), false)
        as is_influenced,
    coalesce(reached.campaign_at <= coalesce(deals.ended_at, run.as_of), false)
        as is_traced,

    deals.registered_at,
    deals.won_at,
    deals.lost_at,
    deals.ended_at,
    deals.close_on
from deals
cross join run
left join leads on leads.lead_id = deals.lead_id
left join channels on channels.channel = leads.channel
left join users
    on users.source = deals.source
    and users.user_id = deals.owner_id
left join reached
    on reached.source = deals.source
    and reached.opportunity_id = deals.opportunity_id
