-- id: backtest_weeks_recount
-- table: marts.mart_definition_backtest
-- kind: recounts
-- promise: The entries of a total, before and after the comparison begins, and the mean,
--   most and overfull of its whole weeks are those of the entries themselves, and the
--   calls are what the book says a lead takes.
with cells as (
    select * from {batch}
),

totals as (
    select distinct
        -- Every pair has many rows, one a later stage and window.
        baseline_definition_id, tried_definition_id, stage, comparable_from,
        calls_per_week, side,
        case side when 'tried' then tried_entries else baseline_entries end as entries,
        case side when 'tried' then tried_entries_before else baseline_entries_before
            end as entries_before,
        case side when 'tried' then tried_weekly_mean else baseline_weekly_mean end
            as weekly_mean,
        case side when 'tried' then tried_weekly_max else baseline_weekly_max end
            as weekly_max,
        case side when 'tried' then tried_weeks_over_capacity
            else baseline_weeks_over_capacity end as weeks_over_capacity,
        case side when 'tried' then tried_peak_week_on else baseline_peak_week_on end
            as peak_week_on,
        case side when 'tried' then tried_calls else baseline_calls end as calls
    from cells
    cross join (values ('baseline'), ('tried')) as sides (side)
    where segment_dimension = 'all' and stage_knowledge = 'observed'
),

whole_weeks as (
    select week_on, min(starts_at) as starts_at, max(ends_at) as ends_at
    from dimensions.dim_days
    group by week_on
    having count(*) = 7
),

weeks as (
    select
        totals.baseline_definition_id,
        totals.tried_definition_id,
        totals.side,
        whole_weeks.week_on,
        count(entries.lead_id) as entries
    from totals
    inner join whole_weeks
        on totals.comparable_from is null
        or whole_weeks.starts_at >= totals.comparable_from
    left join intermediate.int_pair_entries as entries
        on entries.baseline_definition_id = totals.baseline_definition_id
        and entries.tried_definition_id = totals.tried_definition_id
        and entries.side = totals.side
        and entries.is_comparable
        and entries.occurred_at >= whole_weeks.starts_at
        and entries.occurred_at < whole_weeks.ends_at
    group by
        totals.baseline_definition_id, totals.tried_definition_id, totals.side,
        whole_weeks.week_on
),

recounted as (
    select
        totals.baseline_definition_id,
        totals.tried_definition_id,
        totals.side,
        avg(weeks.entries) as weekly_mean,
        max(weeks.entries) as weekly_max,
        count(*) filter (
            where weeks.entries * capacity.calls_per_lead > capacity.calls_per_week
        ) as weeks_over_capacity,
        bool_or(weeks.week_on = totals.peak_week_on and weeks.entries > 0)
            as has_peak_week,
        max(weeks.entries) filter (where weeks.week_on = totals.peak_week_on)
            as peak_entries
    from totals
    left join weeks
        on weeks.baseline_definition_id = totals.baseline_definition_id
        and weeks.tried_definition_id = totals.tried_definition_id
        and weeks.side = totals.side
    left join intermediate.int_call_capacity as capacity
        on capacity.stage = totals.stage
    group by
        totals.baseline_definition_id, totals.tried_definition_id, totals.side
),

counted as (
    select
        baseline_definition_id,
        tried_definition_id,
        side,
        count(*) filter (where is_comparable) as entries,
        count(*) filter (where not is_comparable) as entries_before
    from intermediate.int_pair_entries
    group by baseline_definition_id, tried_definition_id, side
)

select
    totals.baseline_definition_id,
    totals.tried_definition_id,
    totals.side
from totals
inner join recounted
    on recounted.baseline_definition_id = totals.baseline_definition_id
    and recounted.tried_definition_id = totals.tried_definition_id
    and recounted.side = totals.side
left join counted
    on counted.baseline_definition_id = totals.baseline_definition_id
    and counted.tried_definition_id = totals.tried_definition_id
    and counted.side = totals.side
left join intermediate.int_call_capacity as capacity
    on capacity.stage = totals.stage
where
    totals.entries is distinct from coalesce(counted.entries, 0)
    or totals.entries_before is distinct from coalesce(counted.entries_before, 0)
    or (totals.weekly_mean is null) <> (recounted.weekly_mean is null)
    or abs(totals.weekly_mean - recounted.weekly_mean) > 1e-6
    or totals.weekly_max is distinct from recounted.weekly_max
    or (totals.peak_week_on is null) <> (coalesce(recounted.weekly_max, 0) = 0)
    or recounted.peak_entries <> recounted.weekly_max
    or (
        totals.peak_week_on is not null
        and not coalesce(recounted.has_peak_week, false)
    )
    or totals.calls_per_week is distinct from capacity.calls_per_week
    or (totals.calls is null) <> (capacity.stage is null)
    or abs(totals.calls - totals.entries * capacity.calls_per_lead) > 1e-6
    or (
        capacity.stage is not null
        and coalesce(totals.weeks_over_capacity, 0) <> recounted.weeks_over_capacity
    )
