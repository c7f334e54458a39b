-- One row per opportunity that no counted lead cycle carries, and why.
with opportunities as (
    select * from {{ ref('int_port_opportunities') }}
),

opportunity_leads as (
    select * from {{ ref('int_opportunity_leads') }}
),

cycles as (
    select * from {{ ref('int_cycles') }} where definition_basis = 'then'
),

exclusions as (
    select * from {{ ref('int_cycle_exclusions') }} where definition_basis = 'then'
),

currency_words as (
    select * from {{ source('book', 'words') }} where vocabulary = 'currency'
),

record_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'opportunity'
),

-- Its cycle is the one open when the deal was registered, else the nearest earlier one.
carrying_cycles as (
    select
        opportunity_leads.source,
        opportunity_leads.opportunity_id,
        opportunity_leads.lead_id,
        cycles.cycle_number
    from opportunity_leads
    inner join cycles
        on cycles.lead_id = opportunity_leads.lead_id
        and cycles.takes_from_at <= coalesce(
            opportunity_leads.created_at, opportunity_leads.won_at,
            opportunity_leads.lost_at, timestamp '0001-01-01 00:00:00'
        )
        and cycles.takes_to_at > coalesce(
            opportunity_leads.created_at, opportunity_leads.won_at,
            opportunity_leads.lost_at, timestamp '0001-01-01 00:00:00'
        )
)

select
    opportunities.source,
    record_keys.record_key as opportunity_id,
    case
        when opportunities.opportunity_id like '%@%'
            then {{ key_text('record_keys.record_key') }}
        else opportunities.opportunity_id
    end as source_opportunity_id,
    case
        when carrying_cycles.lead_id is null then 'nobody known'
        else 'excluded lead'
    end as reason,
    carrying_cycles.lead_id,
    exclusions.exclusion_id,
    opportunities.outcome,
    coalesce(
        upper(currency_words.value),
        {{ without_contacts('upper(opportunities.currency)') }}
    ) as currency,

    opportunities.amount,

    opportunities.created_at,
    opportunities.won_at,
    opportunities.lost_at,
    opportunities.close_on
from opportunities
inner join record_keys
    on record_keys.source = opportunities.source
    and record_keys.native_id = opportunities.opportunity_id
left join carrying_cycles
    on carrying_cycles.source = opportunities.source
    and carrying_cycles.opportunity_id = opportunities.opportunity_id
left join exclusions
    on exclusions.lead_id = carrying_cycles.lead_id
    and exclusions.cycle_number = carrying_cycles.cycle_number
left join currency_words
    on currency_words.source = opportunities.source
    and currency_words.source_value = lower(opportunities.currency)
where carrying_cycles.lead_id is null or exclusions.lead_id is not null
