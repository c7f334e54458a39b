-- One row per lead cycle: an accumulating snapshot of the stages it reached in order.
with cycles as (
    select * from {{ ref('int_lead_cycles') }} where definition_basis = 'then'
)

select
    lead_id,
    cycle_number,
    entry_type,
    exit_type,
    channel,
    lead_source,
    customer_status,
    definition_id,

    is_open,
    has_order_conflict,

    opened_at,
    mql_at,
    sal_at,
    sql_at,
    opportunity_at,
    won_at,
    lost_at,
    recycled_at,
    disqualified_at
from cycles
