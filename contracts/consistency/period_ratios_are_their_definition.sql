-- id: period_ratios_are_their_definition
-- table: marts.mart_funnel_periods
-- kind: rates
-- promise: Every period ratio is entries into the later stage ÷ entries into the
--   earlier one in the same period, empty exactly where none entered the earlier one.
with periods as (
    select * from {batch}
),

expected as (
    select
        *,
        cast(entries_to as double) / nullif(entries_from, 0) as ratio
    from periods
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
from expected
where
    entries_from < 0
    or entries_to < 0
    or (ratio is null) <> (period_ratio is null)
    or abs(period_ratio - ratio) > 1e-8
