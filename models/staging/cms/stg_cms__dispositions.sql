-- One row per landed table, disposition and reason of its live rows.
with disposed as (
    {{ record_dispositions('cms', 'content', ['id']) }}
    union all
    {{ record_dispositions(
        'cms', 'content_cost',
        ['content_id', 'cost_date', 'currency']
    ) }}
)

select
    'cms' as source,
    table_name,
    disposition,
    reason_code,

    row_count
from disposed
