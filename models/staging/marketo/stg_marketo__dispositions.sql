-- One row per landed table, disposition and reason of its live rows.
with field_changes as (
    select * from {{ ref('base_marketo__field_changes') }}
),

disposed as (
    {% for table_name in [
        'activity_open_email', 'activity_click_email', 'activity_fill_out_form',
        'activity_visit_webpage', 'activity_change_status_in_progression',
        'activity_send_email', 'activity_email_delivered', 'activity_email_bounced',
        'activity_unsubscribe_email', 'activity_merge_leads', 'activity_delete_lead'
    ] %}
    {{ event_dispositions(
        'marketo', table_name, 'activity_date',
        record=('ma_lead', 'lead_id'),
        known_records=ref('base_marketo__known_records')
    ) }}
    union all
    {% endfor %}
    select table_name, disposition, reason_code, count(*) as row_count
    from field_changes
    group by table_name, disposition, reason_code
    union all
    {{ judged_dispositions('lead', ref('base_marketo__leads')) }}
    union all
    {{ record_dispositions('marketo', 'program', ['id']) }}
    union all
    {{ record_dispositions('marketo', 'campaign', ['id']) }}
    union all
    {{ record_dispositions('marketo', 'email_template_history', ['id', 'version']) }}
    union all
    {{ record_dispositions('marketo', 'lead_describe', ['restname']) }}
)

select
    'marketo' as source,
    table_name,
    disposition,
    reason_code,

    row_count
from disposed
