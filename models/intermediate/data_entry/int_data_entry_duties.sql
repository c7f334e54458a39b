-- One row per thing that people enter and moment from which rules may bind it.
with counted_cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

entries as (
    select * from {{ ref('int_cycle_entries') }} where definition_basis = 'then'
),

record_ids as (
    select * from {{ ref('int_lead_record_ids') }} where sfa_record_id is not null
),

records as (
    select * from {{ ref('int_port_records') }}
),

opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

handovers as (
    select * from {{ ref('int_handover_events') }} where handover_type = 'record'
),

activities as (
    select * from {{ ref('int_port_sales_activities') }}
    where not coalesce(is_automated, false)
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'sfa_record'
),

-- The record that people open today, and the leads that were converted to it.
chains as (
    select
        record_ids.lead_id,
        opened.source,
        opened.source_record_id as object_id,
        coalesce(opened.converted_contact_id, opened.source_record_id) as chain_id
    from record_ids
    inner join records as opened
        on opened.source = record_ids.sfa_source
        and opened.source_record_id = record_ids.sfa_record_id
),

chain_records as (
    select
        chains.*,
        records.source_record_id as holder_id,
        records.created_at,
        records.converted_at,
        records.converted_contact_id is not null as is_converted
    from chains
    inner join records
        on records.source = chains.source
        and coalesce(records.converted_contact_id, records.source_record_id)
        = chains.chain_id
),

-- A person who comes again is a duty again. Before its conversion the lead is to be
-- filled in, of several the newest then; afterwards the contact.
record_duties as (
    select
        chain_records.source,
        chain_records.object_id,
        chain_records.holder_id,
        chain_records.lead_id,
        entries.stage as applies_from,
        entries.occurred_at as bound_at,
        row_number() over (
            partition by
                chain_records.source, chain_records.object_id, entries.stage,
                entries.cycle_number
            order by
                coalesce(chain_records.converted_at > entries.occurred_at, false)
                desc nulls last,
                chain_records.is_converted asc nulls last,
                chain_records.created_at <= entries.occurred_at desc nulls last,
                chain_records.created_at desc nulls last,
                chain_records.holder_id asc nulls last
        ) as holder_rank
    from chain_records
    inner join entries on entries.lead_id = chain_records.lead_id
),

opportunity_duties as (
    select source, opportunity_id as object_id, lead_id, 'created' as applies_from,
        created_at as bound_at
    from opportunities
    union all
    select source, opportunity_id, lead_id, 'won', won_at from opportunities
    union all
    select source, opportunity_id, lead_id, 'lost', lost_at from opportunities
),

-- What was done on a deal was done to the person it came from.
activity_duties as (
    select
        activities.source,
        activities.activity_id as object_id,
        coalesce(identities.lead_id, opportunities.lead_id) as lead_id,
        activities.activity_type,
        activities.occurred_at as bound_at
    from activities
    left join identities
        on identities.source = activities.source
        and identities.native_id = activities.source_record_id
    left join opportunities
        on opportunities.source = activities.source
        and opportunities.opportunity_id = activities.opportunity_id
),

duties as (
    select 'sfa_record' as object, source, object_id, holder_id, lead_id, applies_from,
        cast(null as varchar) as activity_type, cast(null as varchar) as from_team,
        bound_at
    from record_duties
    where holder_rank = 1
    union all
    select 'opportunity', source, object_id, object_id, lead_id, applies_from, null,
        null, bound_at
    from opportunity_duties
    union all
    select 'handover', source, event_id, event_id, lead_id, 'recorded', null, from_team,
        handed_over_at
    from handovers
    union all
    select 'sales_activity', source, object_id, object_id, lead_id, 'recorded',
        activity_type, null, bound_at
    from activity_duties
)

-- Of those nobody counts nothing is due.
select
    duties.object,
    duties.source,
    duties.object_id,
    duties.holder_id,
    duties.applies_from,
    duties.activity_type,
    duties.from_team,

    counted_cycles.cycle_number,

    duties.bound_at
from duties
inner join counted_cycles
    on counted_cycles.lead_id = duties.lead_id
    and counted_cycles.takes_from_at <= duties.bound_at
    and counted_cycles.takes_to_at > duties.bound_at
