-- id: entries_of_a_stage_are_one_number
-- table: marts.mart_funnel_periods
-- kind: adding up
-- promise: The entries into a stage in a period are one number, whichever step of the
--   funnel shows them.
with periods as (
    select * from {batch}
),

shown as (
    select
        definition_basis, period_grain, period_on, entry_policy, segment_dimension,
        segment_value, from_stage as stage, entries_from as entries
    from periods
    union all
    select
        definition_basis, period_grain, period_on, entry_policy, segment_dimension,
        segment_value, to_stage as stage, entries_to as entries
    from periods
)

select
    definition_basis,
    period_grain,
    period_on,
    entry_policy,
    segment_dimension,
    segment_value,
    stage
from shown
where entries is not null
group by
    definition_basis,
    period_grain,
    period_on,
    entry_policy,
    segment_dimension,
    segment_value,
    stage
having min(entries) <> max(entries)
