-- One row per opportunity that a lead is known for: the lead it came from.
with opportunities as (
    select * from {{ ref('int_port_opportunities') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

currency_words as (
    select * from {{ source('book', 'words') }} where vocabulary = 'currency'
),

contacts as (
    select * from {{ ref('int_port_opportunity_contacts') }}
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'sfa_record'
),

-- Who the deal says it came from; else whose conversion made it; else who is on it.
named as (
    select source, opportunity_id, source_record_id, 1 as name_rank
    from opportunities
    where source_record_id is not null
    union all
    select source, converted_opportunity_id, source_record_id, 2
    from records
    where converted_opportunity_id is not null
    union all
    select
        source, opportunity_id, source_record_id, case when is_primary then 3 else 4 end
    from contacts
),

ranked as (
    select
        named.source,
        named.opportunity_id,
        identities.lead_id,
        row_number() over (
            partition by named.source, named.opportunity_id
            order by
                named.name_rank asc nulls last,
                identities.created_at asc nulls last,
                identities.native_id asc nulls last
        ) as lead_rank
    from named
    inner join identities
        on identities.source = named.source
        and identities.native_id = named.source_record_id
)

-- What people write about a deal names people, too.
select
    opportunities.source,
    opportunities.opportunity_id,
    ranked.lead_id,
    opportunities.account_id,
    opportunities.owner_id,
    opportunities.source_record_id,
    {{ without_contacts('opportunities.product') }} as product,
    {{ without_contacts('opportunities.deal_rank') }} as deal_rank,
    opportunities.stage,
    opportunities.outcome,
    {{ without_contacts('opportunities.lost_reason') }} as lost_reason,
    {{ without_contacts('opportunities.won_reason') }} as won_reason,
    coalesce(
        upper(currency_words.value),
        {{ without_contacts('upper(opportunities.currency)') }}
    ) as currency,

    opportunities.amount,

    opportunities.created_at,
    opportunities.won_at,
    opportunities.lost_at,
    opportunities.close_on,
    opportunities.updated_at,
    opportunities.landed_at
from opportunities
inner join ranked
    on ranked.source = opportunities.source
    and ranked.opportunity_id = opportunities.opportunity_id
    and ranked.lead_rank = 1
left join currency_words
    on currency_words.source = opportunities.source
    and currency_words.source_value = lower(opportunities.currency)
