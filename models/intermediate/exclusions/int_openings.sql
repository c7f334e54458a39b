-- One row per lead and instant at which a cycle opens, or would by a version on trial.
with cycles as (
    select * from {{ ref('int_cycles') }}
),

trial_entries as (
    select * from {{ ref('int_trial_entries') }}
)

select
    lead_id,

    opened_at
from cycles
-- Several bases open a cycle at the same instant.
union
select
    lead_id,

    opened_at
from trial_entries
