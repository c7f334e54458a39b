-- One row per pair of versions of a stage and lead that enters it under one of them.
with pair_leads as (
    select * from {{ ref('int_pair_leads') }}
),

lead_traits as (
    select * from {{ ref('int_lead_traits') }}
),

cycle_entries as (
    select * from {{ ref('int_cycle_entries') }}
    where definition_basis = 'now' and stage_path = 'success' and not is_out_of_order
),

record_ids as (
    select * from {{ ref('int_lead_record_ids') }}
),

user_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'user'
),

-- What became of the lead, by today's definitions, since either version fired.
reached as (
    select
        pair_leads.baseline_definition_id,
        pair_leads.tried_definition_id,
        pair_leads.lead_id,
        min(case when cycle_entries.stage = 'sql' then cycle_entries.occurred_at end)
            as sql_at,
        min(
            case
                when cycle_entries.stage = 'opportunity' then cycle_entries.occurred_at
            end
        ) as opportunity_at,
        min(case when cycle_entries.stage = 'won' then cycle_entries.occurred_at end)
            as won_at
    from pair_leads
    inner join cycle_entries
        on cycle_entries.lead_id = pair_leads.lead_id
        and (
            cycle_entries.occurred_at >= pair_leads.baseline_at
            or cycle_entries.occurred_at >= pair_leads.tried_at
        )
    group by
        pair_leads.baseline_definition_id, pair_leads.tried_definition_id,
        pair_leads.lead_id
)

select
    pair_leads.baseline_definition_id,
    pair_leads.tried_definition_id,
    pair_leads.lead_id,
    case when record_ids.ma_lead_id like '%@%' then '[e-mail]'
        else record_ids.ma_lead_id end as ma_lead_id,
    case when record_ids.sfa_record_id like '%@%' then '[e-mail]'
        else record_ids.sfa_record_id end as sfa_record_id,
    user_keys.record_key as owner_id,
    pair_leads.stage,
    pair_leads.verdict,
    lead_traits.channel,
    lead_traits.industry,
    lead_traits.company_size,

    pair_leads.baseline_entries,
    pair_leads.tried_entries,

    pair_leads.baseline_at,
    pair_leads.tried_at,
    reached.sql_at,
    reached.opportunity_at,
    reached.won_at
from pair_leads
inner join lead_traits on lead_traits.lead_id = pair_leads.lead_id
left join reached
    on reached.baseline_definition_id = pair_leads.baseline_definition_id
    and reached.tried_definition_id = pair_leads.tried_definition_id
    and reached.lead_id = pair_leads.lead_id
left join record_ids on record_ids.lead_id = pair_leads.lead_id
left join user_keys
    on user_keys.source = record_ids.sfa_source
    and user_keys.native_id = record_ids.owner_id
