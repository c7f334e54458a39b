-- One row per signal that people recorded about a lead in a tool.
with status_events as (
    select * from {{ ref('int_status_events') }}
),

opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

closings as (
    select * from {{ ref('int_opportunity_closings') }}
),

record_changes as (
    select * from {{ ref('int_port_record_changes') }} where field != 'stage'
),

activities as (
    select * from {{ ref('int_port_sales_activities') }}
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'sfa_record'
),

first_closings as (
    select source, opportunity_id, min(occurred_at) as occurred_at
    from closings
    group by source, opportunity_id
),

signals as (
    select
        lead_id, system || '_status' as signal, stage as signal_argument,
        cast(null as varchar) as value, system, source, evidence_type,
        changed_by as user_id, event_id, cast(null as varchar) as reason,
        occurred_at, undone_at, recorded_at, landed_at
    from status_events
    union all
    select
        lead_id, 'declared_stage', stage, null, system, source, evidence_type,
        changed_by, event_id, null, occurred_at, undone_at, recorded_at, landed_at
    from status_events
    union all
    select
        opportunities.lead_id, 'opportunity_created', null, null, 'sfa',
        opportunities.source, 'sfa_history',
        opportunities.owner_id,
        opportunities.opportunity_id,
        null,
        {{ earliest([
            "date_trunc('second', opportunities.created_at)",
            'first_closings.occurred_at'
        ]) }},
        null,
        null,
        opportunities.landed_at
    from opportunities
    left join first_closings
        on first_closings.source = opportunities.source
        and first_closings.opportunity_id = opportunities.opportunity_id
    where opportunities.created_at is not null
    union all
    select
        lead_id, 'opportunity_' || outcome, null, null, 'sfa', source, 'sfa_history',
        owner_id, opportunity_id, reason,
        occurred_at, undone_at, recorded_at, landed_at
    from closings
    union all
    select
        identities.lead_id, 'sfa_field', record_changes.field, record_changes.new_value,
        'sfa', record_changes.source, 'sfa_history', record_changes.changed_by,
        record_changes.change_id, null,
        date_trunc('second', record_changes.changed_at), null,
        record_changes.recorded_at, record_changes.landed_at
    from record_changes
    inner join identities
        on identities.source = record_changes.source
        and identities.native_id = record_changes.source_record_id
    union all
    select
        identities.lead_id, activities.activity_type || '_outcome', activities.outcome,
        null,
        'sfa', activities.source, 'sfa_history', activities.owner_id,
        activities.activity_id, null,
        date_trunc('second', activities.occurred_at), null, activities.recorded_at,
        activities.landed_at
    from activities
    inner join identities
        on identities.source = activities.source
        and identities.native_id = activities.source_record_id
    where
        activities.activity_type in ('call', 'meeting')
        and not coalesce(activities.is_automated, false)
)

select
    signals.lead_id,
    signals.signal,
    signals.signal_argument,
    signals.value,
    signals.system,
    signals.source,
    signals.evidence_type,
    signals.user_id,
    signals.event_id,
    signals.reason,

    signals.occurred_at,
    signals.undone_at,
    signals.recorded_at,
    signals.landed_at
from signals
