-- One row per basis, lead cycle and stage passed, with what it is broken down by.
with stage_times as (
    select * from {{ ref('int_cycle_stage_times') }} where entry_policy = 'filled'
),

cycle_kinds as (
    select * from {{ ref('int_cycle_kinds') }}
),

deals as (
    select * from {{ ref('int_cycle_deals') }}
),

owner_spells as (
    select * from {{ ref('int_owner_spells') }}
),

-- What a cycle is about, and whose it is, is known once there is a deal; until then it
-- is in the hands of whoever owns the record.
kinds as (
    select
        stage_times.definition_basis,
        stage_times.lead_id,
        stage_times.cycle_number,
        stage_times.stage,
        cycle_kinds.channel,
        cycle_kinds.lead_source,
        cycle_kinds.customer_status,
        cycle_kinds.entry_type,
        cycle_kinds.industry,
        cycle_kinds.company_size,
        cycle_kinds.job_level,
        cycle_kinds.campaign,
        cycle_kinds.content_type,
        cycle_kinds.source_set,
        case
            when deals.registered_at <= stage_times.occurred_at then deals.product
            else '(none)'
        end as product,
        case
            when deals.registered_at <= stage_times.occurred_at then deals.team
            else coalesce(owner_spells.team, '(none)')
        end as owner_team
    from stage_times
    inner join cycle_kinds
        on cycle_kinds.definition_basis = stage_times.definition_basis
        and cycle_kinds.lead_id = stage_times.lead_id
        and cycle_kinds.cycle_number = stage_times.cycle_number
    left join deals
        on deals.definition_basis = stage_times.definition_basis
        and deals.lead_id = stage_times.lead_id
        and deals.cycle_number = stage_times.cycle_number
    left join owner_spells
        on owner_spells.lead_id = stage_times.lead_id
        and owner_spells.from_at <= stage_times.occurred_at
        and owner_spells.to_at > stage_times.occurred_at
)

-- Entries of one kind are counted together, under a key.
select
    definition_basis,
    lead_id,
    stage,
    {{ key_of(kind_text()) }} as kind_key,
    channel,
    lead_source,
    customer_status,
    entry_type,
    industry,
    company_size,
    job_level,
    campaign,
    content_type,
    product,
    owner_team,
    source_set,

    cycle_number
from kinds
