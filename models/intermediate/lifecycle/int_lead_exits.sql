-- One row per way of cutting gaps, lead and instant at which an exit ends its cycle.
with exits as (
    select * from {{ ref('int_exit_effects') }} where no_effect_reason is null
)

select
    gap_basis,
    lead_id,
    stage,
    definition_id,
    system,
    evidence_type,
    source || ' ' || event_id as reference,
    actor_id,
    reason,

    row_number() over (
        partition by gap_basis, lead_id order by occurred_at asc nulls last
    ) as exit_number,

    occurred_at,
    cooled_after_at,
    recorded_at,
    landed_at
from exits
