-- id: cohort_durations_recount
-- table: marts.mart_funnel_cohorts
-- kind: recounts
-- promise: The estimated rate, median and 90th percentile of every total cohort (strict)
--   are those of its lead cycles weighted by who was still in sight; it is immature
--   where one of them is younger than its window, to date the default one, and cut off
--   on the left where the later stage was observed only from after the day of one.
with published as (
    select * from {batch}
),

-- What was reported stays as it was counted then.
cohorts as (
    select * from published
    where
        definition_basis <> 'reported'
        and entry_policy = 'strict'
        and segment_dimension = 'all'
),

every_cycle as (
    select
        'then' as definition_basis, lead_id, cycle_number, entry_type, opened_at, mql_at,
        sal_at, sql_at, opportunity_at, won_at, lost_at, recycled_at, disqualified_at
    from facts.fct_lead_cycles
    union all
    select
        definition_basis, lead_id, cycle_number, entry_type, opened_at, mql_at,
        sal_at, sql_at, opportunity_at, won_at, lost_at, recycled_at, disqualified_at
    from intermediate.int_lead_cycles
    where definition_basis <> 'then'
),

lifecycle as (
    select stage, stage_order, stage_path from intermediate.int_stages
),

reached as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        lifecycle.stage,
        lifecycle.stage_order,
        lifecycle.stage_path,
        case lifecycle.stage
            when 'lead' then
                case when cycles.entry_type = 'acquired' then cycles.opened_at end
            when 'mql' then cycles.mql_at
            when 'sal' then cycles.sal_at
            when 'sql' then cycles.sql_at
            when 'opportunity' then cycles.opportunity_at
            when 'won' then cycles.won_at
            when 'lost' then cycles.lost_at
            when 'recycled' then cycles.recycled_at
            when 'disqualified' then cycles.disqualified_at
        end as reached_at
    from every_cycle as cycles
    cross join lifecycle
),

steps as (
    select distinct
        -- Every step has many cohorts; it is listed once.
        cohorts.from_stage,
        cohorts.to_stage,
        lifecycle.stage_order as to_order,
        lifecycle.stage_path as to_path
    from cohorts
    inner join lifecycle on lifecycle.stage = cohorts.to_stage
),

-- Past the stage, out of the cycle or deleted: nothing more can be reached.
ended as (
    select
        starts.definition_basis,
        starts.lead_id,
        starts.cycle_number,
        steps.from_stage,
        steps.to_stage,
        starts.reached_at,
        min(ends.reached_at) filter (where ends.stage = steps.to_stage) as to_at,
        min(ends.reached_at) filter (
            where
            ends.stage_path = 'exit'
            or (steps.to_path = 'exit' and ends.stage = 'won')
            or (steps.to_path = 'success' and ends.stage_order > steps.to_order)
        ) as left_at
    from reached as starts
    inner join steps
        on steps.from_stage = starts.stage
    inner join reached as ends
        on ends.definition_basis = starts.definition_basis
        and ends.lead_id = starts.lead_id
        and ends.cycle_number = starts.cycle_number
    where starts.reached_at is not null
    group by
        starts.definition_basis, starts.lead_id, starts.cycle_number, steps.from_stage,
        steps.to_stage, starts.reached_at
),

timed as (
    select
        ended.definition_basis,
        ended.from_stage,
        ended.to_stage,
        days.week_on,
        days.month_on,
        days.quarter_on,
        knowledge.stage is not null as is_known,
        coalesce(knowledge.observed_from > days.starts_at, false) as is_left_truncated,
        ended.to_at is not null as is_converted,
        24 * cast(
            floor((epoch_us(run.as_of) - epoch_us(ended.reached_at)) / 86400e6) as bigint
        ) as seen_hours,
        cast(
            ceil(
                (
                    epoch_us(
                        coalesce(
                            ended.to_at,
                            least(
                                ended.left_at,
                                greatest(states.deleted_at, case
                                    when states.deleted_at is not null
                                        then ended.reached_at
                                end)
                            )
                        )
                    ) - epoch_us(ended.reached_at)
                ) / 3600e6
            ) as bigint
        ) as end_hours
    from ended
    cross join intermediate.int_run as run
    inner join dimensions.dim_days as days
        on days.starts_at <= ended.reached_at
        and days.ends_at > ended.reached_at
    left join intermediate.int_lead_record_states as states
        on states.lead_id = ended.lead_id
    left join intermediate.int_lead_knowledge as knowledge
        on knowledge.definition_basis = ended.definition_basis
        and knowledge.lead_id = ended.lead_id
        and knowledge.stage = ended.to_stage
),

members as (
    select 'week' as period_grain, week_on as cohort_on, * from timed
    union all
    select 'month' as period_grain, month_on as cohort_on, * from timed
    union all
    select 'quarter' as period_grain, quarter_on as cohort_on, * from timed
),

flags as (
    select
        members.definition_basis,
        members.period_grain,
        members.cohort_on,
        members.from_stage,
        members.to_stage,
        windows.window_days,
        bool_or(members.seen_hours < 24 * windows.maturing_days) as is_immature,
        bool_or(members.is_left_truncated) as is_left_truncated
    from members
    cross join intermediate.int_windows as windows
    group by
        members.definition_basis, members.period_grain, members.cohort_on,
        members.from_stage, members.to_stage, windows.window_days
),

-- What ends after the last whole day in sight is out of sight.
seen as (
    select
        definition_basis, period_grain, cohort_on, from_stage, to_stage,
        least(coalesce(end_hours, seen_hours), seen_hours) as at_hours,
        coalesce(end_hours <= seen_hours, false) as is_ended,
        is_converted
    from members
    where is_known
),

hours as (
    select
        definition_basis, period_grain, cohort_on, from_stage, to_stage, at_hours,
        count(*) as cycles,
        count(case when is_ended then 1 end) as ends,
        count(case when is_ended and is_converted then 1 end) as conversions
    from seen
    group by
        definition_basis, period_grain, cohort_on, from_stage, to_stage, at_hours
),

-- The share still in sight, by who went out of sight among those not ended.
sight as (
    select
        *,
        sum(cycles) over cohort as cycles_of_cohort,
        sum(cycles) over older as cycles_older,
        1 - coalesce(
            cast(cycles - ends as double)
            / nullif(sum(cycles) over older - ends, 0),
            0
        ) as stays
    from hours
    window
        cohort as (
            partition by definition_basis, period_grain, cohort_on, from_stage, to_stage
        ),
        older as (
            partition by definition_basis, period_grain, cohort_on, from_stage, to_stage
            order by at_hours desc
        )
),

weighted as (
    select
        *,
        conversions / cycles_of_cohort / coalesce(
            product(stays) over (
                partition by
                    definition_basis, period_grain, cohort_on, from_stage, to_stage
                order by at_hours
                rows between unbounded preceding and 1 preceding
            ),
            1
        ) as share,
        cycles - ends as out_of_sight
    from sight
),

windowed as (
    select
        weighted.*,
        windows.window_days,
        sum(
            case
                when coalesce(weighted.at_hours <= 24 * windows.window_days, true)
                    then weighted.share
                else 0
            end
        ) over (
            partition by
                weighted.definition_basis, weighted.period_grain, weighted.cohort_on,
                weighted.from_stage, weighted.to_stage, windows.window_days
        ) as rate,
        sum(weighted.share) over (
            partition by
                weighted.definition_basis, weighted.period_grain, weighted.cohort_on,
                weighted.from_stage, weighted.to_stage, windows.window_days
            order by weighted.at_hours
        ) as rate_so_far,
        last_value(weighted.out_of_sight) over (
            partition by
                weighted.definition_basis, weighted.period_grain, weighted.cohort_on,
                weighted.from_stage, weighted.to_stage, windows.window_days
            order by weighted.at_hours
            rows between unbounded preceding and unbounded following
        ) as out_of_sight_last,
        max(weighted.at_hours) over (
            partition by
                weighted.definition_basis, weighted.period_grain, weighted.cohort_on,
                weighted.from_stage, weighted.to_stage, windows.window_days
        ) as last_hours
    from weighted
    cross join intermediate.int_windows as windows
),

recounted as (
    select
        definition_basis,
        period_grain,
        cohort_on,
        from_stage,
        to_stage,
        window_days,
        max(
            case
                when
                    last_hours >= 24 * window_days
                    or (window_days is not null and out_of_sight_last = 0)
                    then rate
            end
        ) as rate,
        min(at_hours) filter (where rate > 0 and rate_so_far >= 0.5 * rate - 1e-8) / 24
            as median_days,
        min(at_hours) filter (where rate > 0 and rate_so_far >= 0.9 * rate - 1e-8) / 24
            as p90_days
    from windowed
    group by
        definition_basis, period_grain, cohort_on, from_stage, to_stage, window_days
)

select
    cohorts.definition_basis,
    cohorts.period_grain,
    cohorts.cohort_on,
    cohorts.from_stage,
    cohorts.to_stage,
    cohorts.window_days
from cohorts
left join flags
    on flags.definition_basis = cohorts.definition_basis
    and flags.period_grain = cohorts.period_grain
    and flags.cohort_on = cohorts.cohort_on
    and flags.from_stage = cohorts.from_stage
    and flags.to_stage = cohorts.to_stage
    and flags.window_days is not distinct from cohorts.window_days
left join recounted
    on recounted.definition_basis = cohorts.definition_basis
    and recounted.period_grain = cohorts.period_grain
    and recounted.cohort_on = cohorts.cohort_on
    and recounted.from_stage = cohorts.from_stage
    and recounted.to_stage = cohorts.to_stage
    and recounted.window_days is not distinct from cohorts.window_days
where
    cohorts.is_immature is distinct from flags.is_immature
    or cohorts.is_left_truncated is distinct from flags.is_left_truncated
    or (cohorts.estimated_rate is null) <> (recounted.rate is null)
    or (cohorts.median_days is null) <> (recounted.median_days is null)
    or (cohorts.p90_days is null) <> (recounted.p90_days is null)
    or abs(cohorts.estimated_rate - recounted.rate) > 1e-6
    or abs(cohorts.median_days - recounted.median_days) > 1e-6
    or abs(cohorts.p90_days - recounted.p90_days) > 1e-6
