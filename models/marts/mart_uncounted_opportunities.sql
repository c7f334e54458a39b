-- One row per opportunity that no counted lead cycle carries, and why.
with deals as (
    select * from {{ ref('int_deals') }} where not is_counted
),

record_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'opportunity'
)

select
    deals.source,
    record_keys.record_key as opportunity_id,
    case
        when deals.opportunity_id like '%@%'
            then {{ key_text('record_keys.record_key') }}
        else deals.opportunity_id
    end as source_opportunity_id,
    case
        when deals.cycle_number is null then 'nobody known'
        else 'excluded lead'
    end as reason,
    deals.lead_id,
    deals.exclusion_id,
    deals.outcome,
    deals.currency,

    deals.amount,

    deals.created_at,
    deals.won_at,
    deals.lost_at,
    deals.close_on
from deals
inner join record_keys
    on record_keys.source = deals.source
    and record_keys.native_id = deals.opportunity_id
