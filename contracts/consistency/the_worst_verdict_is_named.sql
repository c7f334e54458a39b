-- id: the_worst_verdict_is_named
-- table: facts.fct_stage_agreement
-- kind: verdicts
-- promise: Every stage of a cycle has a verdict, which is one of its three pairs'; it is
--   `agree` only where no pair says otherwise.
with agreement as (
    select * from {batch}
),

disagreeing as (
    select
        *,
        coalesce(ma_sfa_verdict, 'agree') <> 'agree'
        or coalesce(ma_definition_verdict, 'agree') <> 'agree'
        or coalesce(sfa_definition_verdict, 'agree') <> 'agree' as has_disagreement
    from agreement
)

select
    lead_id,
    cycle_number,
    stage
from disagreeing
where
    verdict is null
    or (verdict = 'agree') = has_disagreement
    or (
        verdict <> 'agree'
        and verdict is distinct from ma_sfa_verdict
        and verdict is distinct from ma_definition_verdict
        and verdict is distinct from sfa_definition_verdict
    )
