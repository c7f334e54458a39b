-- One row per lead: a person, whatever tools know of it.
with leads as (
    select * from {{ ref('int_leads') }}
),

cycles as (
    select * from {{ ref('int_cycles') }}
    where definition_basis = 'then' and entry_type = 'acquired'
),

exclusions as (
    select * from {{ ref('int_cycle_exclusions') }} where definition_basis = 'then'
),

record_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'account'
)

select
    leads.lead_id,
    record_keys.record_key as account_id,
    leads.channel,
    leads.lead_source,

    leads.record_count,

    leads.has_ma_record,
    leads.has_sfa_record,
    leads.is_deleted,
    leads.is_opted_out,
    leads.is_ambiguous,
    exclusions.lead_id is not null as is_excluded,

    cycles.opened_at as acquired_at
from leads
inner join cycles on cycles.lead_id = leads.lead_id
left join exclusions
    on exclusions.lead_id = cycles.lead_id
    and exclusions.cycle_number = cycles.cycle_number
left join record_keys
    on record_keys.source || ':' || record_keys.native_id = leads.account_reference
