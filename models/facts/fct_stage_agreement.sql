-- One row per lead cycle and stage that MA, SFA or definitions say was reached.
with agreement as (
    select * from {{ ref('int_stage_agreement') }} where definition_basis = 'then'
)

select
    lead_id,
    cycle_number,
    stage,
    ma_sfa_verdict,
    ma_definition_verdict,
    sfa_definition_verdict,
    verdict,

    sync_delay_hours,

    ma_at,
    sfa_at,
    defined_at
from agreement
