-- id: unknown_periods_have_no_ratio
-- table: marts.mart_funnel_periods
-- kind: knowledge
-- promise: A step is called unknown exactly where its counts are missing, one at least,
--   and then it has no ratio.
with periods as (
    select * from {batch}
)

select
    definition_basis,
    period_grain,
    period_on,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value
from periods
where
    (stage_knowledge = 'unknown') <> (entries_from is null or entries_to is null)
    or (stage_knowledge = 'unknown' and period_ratio is not null)
