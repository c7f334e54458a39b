-- One row per thing that people enter and moment from which rules may bind it.
with counted_cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

entries as (
    select * from {{ ref('int_cycle_entries') }}
),

record_ids as (
    select * from {{ ref('int_lead_record_ids') }} where sfa_record_id is not null
),

opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

handovers as (
    select * from {{ ref('int_port_handovers') }}
),

activities as (
    select * from {{ ref('int_port_sales_activities') }}
    where not coalesce(is_automated, false)
),

counted_leads as (
    select lead_id from counted_cycles group by lead_id
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'sfa_record'
),

-- A record is bound by the first entry of its person into a stage.
record_duties as (
    select
        record_ids.sfa_source as source,
        record_ids.sfa_record_id as object_id,
        entries.stage as applies_from,
        min(entries.occurred_at) as bound_at
    from record_ids
    inner join entries on entries.lead_id = record_ids.lead_id
    group by record_ids.sfa_source, record_ids.sfa_record_id, entries.stage
),

opportunity_duties as (
    select opportunities.source, opportunities.opportunity_id as object_id,
        'created' as applies_from, opportunities.created_at as bound_at
    from opportunities
    inner join counted_leads on counted_leads.lead_id = opportunities.lead_id
    where opportunities.created_at is not null
    union all
    select opportunities.source, opportunities.opportunity_id, 'won',
        opportunities.won_at
    from opportunities
    inner join counted_leads on counted_leads.lead_id = opportunities.lead_id
    where opportunities.won_at is not null
    union all
    select opportunities.source, opportunities.opportunity_id, 'lost',
        opportunities.lost_at
    from opportunities
    inner join counted_leads on counted_leads.lead_id = opportunities.lead_id
    where opportunities.lost_at is not null
),

-- Of those nobody counts nothing is due.
handover_duties as (
    select handovers.source, handovers.handover_id as object_id, handovers.from_team,
        handovers.handed_over_at as bound_at
    from handovers
    inner join identities
        on identities.source = handovers.source
        and identities.native_id = handovers.source_record_id
    inner join counted_leads on counted_leads.lead_id = identities.lead_id
),

activity_duties as (
    select activities.source, activities.activity_id as object_id,
        activities.activity_type, activities.occurred_at as bound_at
    from activities
    inner join identities
        on identities.source = activities.source
        and identities.native_id = activities.source_record_id
    inner join counted_leads on counted_leads.lead_id = identities.lead_id
)

select 'sfa_record' as object, source, object_id, applies_from,
    cast(null as varchar) as activity_type, cast(null as varchar) as from_team,
    bound_at
from record_duties
union all
select 'opportunity', source, object_id, applies_from, null, null, bound_at
from opportunity_duties
union all
select 'handover', source, object_id, 'recorded', null, from_team, bound_at
from handover_duties
union all
select 'sales_activity', source, object_id, 'recorded', activity_type, null, bound_at
from activity_duties
