-- One row per opportunity, with the lead cycle that carries it, where one does.
with opportunities as (
    select * from {{ ref('int_port_opportunities') }}
),

opportunity_leads as (
    select * from {{ ref('int_opportunity_leads') }}
),

cycles as (
    select * from {{ ref('int_cycles') }} where definition_basis = 'then'
),

lead_cycles as (
    select * from {{ ref('int_lead_cycles') }} where definition_basis = 'then'
),

exclusions as (
    select * from {{ ref('int_cycle_exclusions') }} where definition_basis = 'then'
),

currency_words as (
    select * from {{ source('book', 'words') }} where vocabulary = 'currency'
),

dated as (
    select
        opportunities.*,
        opportunity_leads.lead_id,
        coalesce(
            upper(currency_words.value),
            {{ without_contacts('upper(opportunities.currency)') }}
        ) as currency_code,
        coalesce(
            opportunities.created_at, opportunities.won_at, opportunities.lost_at
        ) as registered_at
    from opportunities
    left join opportunity_leads
        on opportunity_leads.source = opportunities.source
        and opportunity_leads.opportunity_id = opportunities.opportunity_id
    left join currency_words
        on currency_words.source = opportunities.source
        and currency_words.source_value = lower(opportunities.currency)
),

-- Its cycle is the one open when the deal was registered, else the nearest earlier one.
carried as (
    select
        dated.*,
        cycles.cycle_number
    from dated
    left join cycles
        on cycles.lead_id = dated.lead_id
        and cycles.takes_from_at
        <= coalesce(dated.registered_at, timestamp '0001-01-01 00:00:00')
        and cycles.takes_to_at
        > coalesce(dated.registered_at, timestamp '0001-01-01 00:00:00')
)

-- A deal of a customer after the cycle that was won is expansion.
select
    carried.source,
    carried.opportunity_id,
    carried.lead_id,
    exclusions.exclusion_id,
    carried.account_id,
    carried.owner_id,
    {{ without_contacts('carried.product') }} as product,
    {{ without_contacts('carried.deal_rank') }} as deal_rank,
    carried.outcome,
    carried.currency_code as currency,

    carried.cycle_number,
    carried.amount,

    carried.cycle_number is not null and exclusions.lead_id is null as is_counted,
    exclusions.lead_id is not null as is_excluded,
    coalesce(
        lead_cycles.won_at < date_trunc('second', carried.registered_at), false
    ) as is_expansion,

    carried.created_at,
    carried.registered_at,
    carried.won_at,
    carried.lost_at,
    coalesce(carried.won_at, carried.lost_at) as ended_at,
    carried.close_on
from carried
left join exclusions
    on exclusions.lead_id = carried.lead_id
    and exclusions.cycle_number = carried.cycle_number
left join lead_cycles
    on lead_cycles.lead_id = carried.lead_id
    and lead_cycles.cycle_number = carried.cycle_number
