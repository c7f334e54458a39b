-- One row per landed table, disposition and reason of its live rows.
with disposed as (
    {{ judged_dispositions('event', ref('base_ga4__events')) }}
)

select
    'ga4' as source,
    table_name,
    disposition,
    reason_code,

    row_count
from disposed
