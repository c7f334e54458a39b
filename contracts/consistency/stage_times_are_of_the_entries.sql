-- id: stage_times_are_of_the_entries
-- table: marts.mart_stage_times
-- kind: recounts
-- promise: The stays of a period are those of the facts' entries; in hours of the
--   calendar as many are open, and the median and both percentiles are those of the
--   stays weighted by who was still in sight (definitions of then). No percentile is
--   shorter than the one before it.
with published as (
    select * from {batch}
),

entries as (
    select
        entries.stage,
        entries.entered_at,
        coalesce(
            entries.exited_at,
            least(
                cycles.opened_at,
                case
                    when states.deleted_at is not null
                        then greatest(states.deleted_at, entries.entered_at)
                end
            )
        ) as left_at,
        days.week_on,
        days.month_on,
        days.quarter_on,
        run.as_of
    from facts.fct_stage_entries as entries
    cross join intermediate.int_run as run
    inner join dimensions.dim_days as days
        on days.starts_at <= entries.entered_at
        and days.ends_at > entries.entered_at
    left join facts.fct_lead_cycles as cycles
        on cycles.lead_id = entries.lead_id
        and cycles.cycle_number = entries.cycle_number + 1
    left join intermediate.int_lead_record_states as states
        on states.lead_id = entries.lead_id
    where not entries.is_out_of_order and not entries.is_inferred
),

timed as (
    select
        *,
        floor((epoch_us(as_of) - epoch_us(entered_at)) / 3600e6) as seen_hours,
        ceil((epoch_us(left_at) - epoch_us(entered_at)) / 3600e6) as stay_hours
    from entries
),

members as (
    select 'week' as period_grain, week_on as period_on, * from timed
    union all
    select 'month' as period_grain, month_on as period_on, * from timed
    union all
    select 'quarter' as period_grain, quarter_on as period_on, * from timed
),

hours as (
    select
        period_grain,
        period_on,
        stage,
        least(coalesce(stay_hours, seen_hours), seen_hours) as at_hours,
        count(*) as stays,
        count(case when stay_hours <= seen_hours then 1 end) as ends
    from members
    group by
        period_grain, period_on, stage,
        least(coalesce(stay_hours, seen_hours), seen_hours)
),

sight as (
    select
        *,
        sum(stays) over cohort as stays_of_period,
        1 - coalesce(
            cast(stays - ends as double) / nullif(sum(stays) over older - ends, 0), 0
        ) as keeps
    from hours
    window
        cohort as (partition by period_grain, period_on, stage),
        older as (
            partition by period_grain, period_on, stage order by at_hours desc
        )
),

shares as (
    select
        *,
        ends / stays_of_period / coalesce(
            product(keeps) over (
                partition by period_grain, period_on, stage
                order by at_hours
                rows between unbounded preceding and 1 preceding
            ),
            1
        ) as share
    from sight
),

gone as (
    select
        *,
        sum(share) over (
            partition by period_grain, period_on, stage order by at_hours
        ) as share_gone
    from shares
),

recounted as (
    select
        period_grain,
        period_on,
        stage,
        sum(stays) as stays,
        sum(stays - ends) as stays_open,
        min(case when share_gone >= 0.5 - 1e-8 then at_hours end) as median_hours,
        min(case when share_gone >= 0.75 - 1e-8 then at_hours end) as p75_hours,
        min(case when share_gone >= 0.9 - 1e-8 then at_hours end) as p90_hours
    from gone
    group by period_grain, period_on, stage
),

times as (
    select * from published
    where definition_basis = 'then'
),

wrong as (
    select
        coalesce(times.period_grain, recounted.period_grain) as period_grain,
        coalesce(times.period_on, recounted.period_on) as period_on,
        coalesce(times.stage, recounted.stage) as stage,
        kinds.hours_kind
    from recounted
    cross join (values ('calendar'), ('business')) as kinds (hours_kind)
    full outer join times
        on times.period_grain = recounted.period_grain
        and times.period_on = recounted.period_on
        and times.stage = recounted.stage
        and times.hours_kind = kinds.hours_kind
    where
        times.stays is distinct from recounted.stays
        or (
            kinds.hours_kind = 'calendar'
            and (
                times.stays_open is distinct from recounted.stays_open
                or times.median_hours is distinct from recounted.median_hours
                or times.p75_hours is distinct from recounted.p75_hours
                or times.p90_hours is distinct from recounted.p90_hours
            )
        )
    union all
    select times.period_grain, times.period_on, times.stage, times.hours_kind
    from times
    where
        times.median_hours > times.p75_hours
        or times.p75_hours > times.p90_hours
)

select distinct
    -- A row may be wrong in several of its numbers.
    period_grain,
    period_on,
    stage,
    hours_kind
from wrong
