-- id: cohort_segments_add_up
-- table: marts.mart_funnel_cohorts
-- kind: adding up
-- promise: The segments of every dimension add up to the total of their cohort, count
--   by count.
with published as (
    select * from {batch}
),

-- What was reported stays as it was counted then.
cohorts as (
    select * from published
    where definition_basis <> 'reported'
),

totals as (
    select * from cohorts
    where
        segment_dimension = 'all'
        and stage_knowledge = 'observed'
),

dimensions as (
    select distinct
        -- Every dimension of a basis has many rows; it is listed once.
        definition_basis,
        segment_dimension
    from cohorts
    where segment_dimension <> 'all'
),

sums as (
    select
        definition_basis,
        period_grain,
        cohort_on,
        from_stage,
        to_stage,
        window_days,
        entry_policy,
        segment_dimension,
        sum(cycles_entered) as entered,
        sum(cycles_mature) as mature,
        sum(cycles_converted) as converted
    from cohorts
    where segment_dimension <> 'all'
    group by
        definition_basis,
        period_grain,
        cohort_on,
        from_stage,
        to_stage,
        window_days,
        entry_policy,
        segment_dimension
)

select
    totals.definition_basis,
    totals.period_grain,
    totals.cohort_on,
    totals.from_stage,
    totals.to_stage,
    totals.window_days,
    totals.entry_policy,
    dimensions.segment_dimension
from totals
inner join dimensions
    on dimensions.definition_basis = totals.definition_basis
left join sums
    on sums.definition_basis = totals.definition_basis
    and sums.period_grain = totals.period_grain
    and sums.cohort_on = totals.cohort_on
    and sums.from_stage = totals.from_stage
    and sums.to_stage = totals.to_stage
    and sums.window_days is not distinct from totals.window_days
    and sums.entry_policy = totals.entry_policy
    and sums.segment_dimension = dimensions.segment_dimension
where
    sums.entered is distinct from totals.cycles_entered
    or sums.mature is distinct from totals.cycles_mature
    or sums.converted is distinct from totals.cycles_converted
