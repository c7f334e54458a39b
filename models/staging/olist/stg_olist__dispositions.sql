-- One row per landed table, disposition and reason of its live rows.
with disposed as (
    {{ event_dispositions('olist', 'marketing_qualified_leads', 'first_contact_date') }}
    union all
    {{ event_dispositions('olist', 'closed_deals', 'won_date') }}
)

select
    'olist' as source,
    table_name,
    disposition,
    reason_code,

    row_count
from disposed
