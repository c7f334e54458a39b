-- One row per landed table, disposition and reason of its live rows.
with disposed as (
    {{ event_dispositions(
        'exports', 'ma_touches', 'occurred_at', 'recorded_at',
        record=('ma_lead', 'ma_lead_id'),
        known_records=ref('base_exports__known_records')
    ) }}
    union all
    {{ event_dispositions(
        'exports', 'lead_attributes', 'observed_at',
        record=('ma_lead', 'ma_lead_id'),
        known_records=ref('base_exports__known_records')
    ) }}
    union all
    {{ event_dispositions(
        'exports', 'campaign_members', 'occurred_at',
        record=('ma_lead', 'ma_lead_id'),
        known_records=ref('base_exports__known_records')
    ) }}
    union all
    {{ event_dispositions(
        'exports', 'ma_merges', 'merged_at',
        record=('ma_lead', 'winner_id'),
        known_records=ref('base_exports__known_records')
    ) }}
    union all
    {{ event_dispositions(
        'exports', 'sfa_merges', 'merged_at',
        record=('sfa_record', 'winner_id'),
        known_records=ref('base_exports__known_records')
    ) }}
    union all
    {{ event_dispositions(
        'exports', 'sfa_activities', 'occurred_at', 'recorded_at',
        record=('sfa_record', 'sfa_record_id'),
        known_records=ref('base_exports__known_records'),
        key='activity_id'
    ) }}
    union all
    {{ event_dispositions(
        'exports', 'handovers', 'handed_over_at',
        record=('sfa_record', 'sfa_record_id'),
        known_records=ref('base_exports__known_records'),
        key='handover_id'
    ) }}
    union all
    {{ event_dispositions(
        'exports', 'lead_feedback', 'given_at',
        record=('sfa_record', 'sfa_record_id'),
        known_records=ref('base_exports__known_records'),
        key='feedback_id'
    ) }}
    union all
    {{ event_dispositions(
        'exports', 'opportunity_changes', 'changed_at', 'recorded_at'
    ) }}
    union all
    {{ event_dispositions(
        'exports', 'pageviews', 'occurred_at',
        record=('ma_lead', 'ma_lead_id'),
        known_records=ref('base_exports__known_records')
    ) }}
    union all
    {{ record_dispositions('exports', 'campaigns', ['campaign_id']) }}
    union all
    {{ record_dispositions(
        'exports', 'campaign_costs',
        ['campaign_id', 'cost_on', 'currency']
    ) }}
    union all
    {{ record_dispositions('exports', 'sfa_accounts', ['account_id']) }}
    union all
    {{ record_dispositions('exports', 'sfa_users', ['user_id']) }}
    union all
    {{ record_dispositions(
        'exports', 'opportunity_contacts',
        ['opportunity_id', 'sfa_record_id']
    ) }}
    union all
    {{ record_dispositions('exports', 'bookings', ['booking_id']) }}
    union all
    {{ record_dispositions('exports', 'content_items', ['content_id']) }}
    union all
    {{ record_dispositions(
        'exports', 'content_costs',
        ['content_id', 'cost_on', 'currency']
    ) }}
    union all
    {{ judged_dispositions('ma_leads', ref('base_exports__ma_leads')) }}
    union all
    {{ judged_dispositions('ma_lead_changes', ref('base_exports__ma_lead_changes')) }}
    union all
    {{ judged_dispositions('sfa_records', ref('base_exports__sfa_records')) }}
    union all
    {{ judged_dispositions(
        'sfa_record_changes', ref('base_exports__sfa_record_changes')
    ) }}
    union all
    {{ judged_dispositions('opportunities', ref('base_exports__opportunities')) }}
)

select
    'exports' as source,
    table_name,
    disposition,
    reason_code,

    row_count
from disposed
