-- One row per landed table, disposition and reason of its live rows.
with disposed as (
    {{ record_dispositions(
        'ads', 'campaign_report',
        ['platform', 'campaign_id', 'date_day', 'currency']
    ) }}
)

select
    'ads' as source,
    table_name,
    disposition,
    reason_code,

    row_count
from disposed
