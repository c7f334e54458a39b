-- id: filled_never_grows_down_the_funnel
-- table: marts.mart_funnel_cohorts
-- kind: policies
-- promise: When skipped stages count as passed, no stage of the success path was
--   reached by more cycles of a cohort than the stage before it.
with published as (
    select * from {batch}
),

-- What was reported stays as it was counted then.
cohorts as (
    select * from published
    where definition_basis <> 'reported'
),

stages as (
    select distinct
        -- A stage has one row a validity; its place on the path is the same in all.
        stage,
        stage_order
    from book.lifecycle_stages
    where stage_path = 'success'
),

reached as (
    select
        cohorts.*,
        lag(cohorts.cycles_converted) over path as reached_before,
        lag(cohorts.to_stage) over path as stage_before
    from cohorts
    inner join stages
        on stages.stage = cohorts.to_stage
    where
        cohorts.entry_policy = 'filled'
        and cohorts.stage_knowledge = 'observed'
    window path as (
        partition by
            cohorts.definition_basis,
            cohorts.period_grain,
            cohorts.cohort_on,
            cohorts.from_stage,
            cohorts.window_days,
            cohorts.segment_dimension,
            cohorts.segment_value
        order by stages.stage_order asc
    )
)

select
    definition_basis,
    period_grain,
    cohort_on,
    from_stage,
    stage_before,
    to_stage,
    window_days,
    segment_dimension,
    segment_value
from reached
where cycles_converted > reached_before
