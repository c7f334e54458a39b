-- id: period_segments_add_up
-- table: marts.mart_funnel_periods
-- kind: adding up
-- promise: The segments of every dimension add up to the total of their period, entry
--   by entry.
with published as (
    select * from {batch}
),

-- What was reported stays as it was counted then.
periods as (
    select * from published
    where definition_basis <> 'reported'
),

totals as (
    select * from periods
    where segment_dimension = 'all'
),

dimensions as (
    select distinct
        -- Every dimension of a basis has many rows; it is listed once.
        definition_basis,
        segment_dimension
    from periods
    where segment_dimension <> 'all'
),

sums as (
    select
        definition_basis,
        period_grain,
        period_on,
        from_stage,
        to_stage,
        entry_policy,
        segment_dimension,
        sum(entries_from) as entered_from,
        sum(entries_to) as entered_to
    from periods
    where segment_dimension <> 'all'
    group by
        definition_basis,
        period_grain,
        period_on,
        from_stage,
        to_stage,
        entry_policy,
        segment_dimension
)

select
    totals.definition_basis,
    totals.period_grain,
    totals.period_on,
    totals.from_stage,
    totals.to_stage,
    totals.entry_policy,
    dimensions.segment_dimension
from totals
inner join dimensions
    on dimensions.definition_basis = totals.definition_basis
left join sums
    on sums.definition_basis = totals.definition_basis
    and sums.period_grain = totals.period_grain
    and sums.period_on = totals.period_on
    and sums.from_stage = totals.from_stage
    and sums.to_stage = totals.to_stage
    and sums.entry_policy = totals.entry_policy
    and sums.segment_dimension = dimensions.segment_dimension
where
    sums.entered_from is distinct from totals.entries_from
    or sums.entered_to is distinct from totals.entries_to
