-- One row per signal that people recorded about a lead in a tool.
with status_events as (
    select * from {{ ref('int_status_events') }}
),

opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
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

signals as (
    select
        lead_id, system || '_status' as signal, stage as signal_argument,
        cast(null as varchar) as value, system, source, evidence_type,
        changed_by as user_id, event_id, cast(null as varchar) as reason,
        occurred_at, recorded_at, landed_at
    from status_events
    union all
    select
        lead_id, 'declared_stage', stage, null, system, source, evidence_type,
        changed_by, event_id, null, occurred_at, recorded_at, landed_at
    from status_events
    union all
    select
        lead_id, 'opportunity_created', null, null, 'sfa', source, 'sfa_history',
        owner_id,
        opportunity_id,
        null,
        date_trunc('second', {{ earliest(['created_at', 'won_at', 'lost_at']) }}),
        null,
        landed_at
    from opportunities
    where created_at is not null
    union all
    select
        lead_id, 'opportunity_won', null, null, 'sfa', source, 'sfa_history',
        owner_id,
        opportunity_id,
        won_reason,
        date_trunc('second', won_at),
        null,
        landed_at
    from opportunities
    where won_at is not null
    union all
    select
        lead_id, 'opportunity_lost', null, null, 'sfa', source, 'sfa_history',
        owner_id,
        opportunity_id,
        lost_reason,
        date_trunc('second', lost_at),
        null,
        landed_at
    from opportunities
    where lost_at is not null
    union all
    select
        identities.lead_id, 'sfa_field', record_changes.field, record_changes.new_value,
        'sfa', record_changes.source, 'sfa_history', record_changes.changed_by,
        record_changes.change_id, null,
        date_trunc('second', record_changes.changed_at), record_changes.recorded_at,
        record_changes.landed_at
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
        date_trunc('second', activities.occurred_at), activities.recorded_at,
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
    signals.recorded_at,
    signals.landed_at
from signals
