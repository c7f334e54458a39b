-- One row per reported number that is another by now, and reason of the difference.
with reasons as (
    select * from {{ ref('int_restatement_reasons') }}
),

entries as (
    select * from {{ ref('int_ledger_entries') }}
),

reported_values as (
    select * from {{ ref('int_restated_values') }}
),

explained as (
    select
        mart,
        measure,
        period_grain,
        period_on,
        from_stage,
        to_stage,
        window_days,
        entry_policy,
        segment_dimension,
        segment_value,
        system_pair,
        verdict,
        reported_number,
        category,
        sum(change) as part,
        sum(case when change > 0 then change else 0 end) as cycles_gained,
        sum(case when change < 0 then -change else 0 end) as cycles_lost
    from reasons
    group by
        mart, measure, period_grain, period_on, from_stage, to_stage, window_days,
        entry_policy, segment_dimension, segment_value, system_pair, verdict,
        reported_number, category
),

totals as (
    select
        *,
        sum(part) over (
            partition by
                mart, measure, period_grain, period_on, from_stage, to_stage,
                window_days, entry_policy, segment_dimension, segment_value,
                system_pair, verdict
        ) as difference
    from explained
)

-- What cancels itself out is shown too: the number counts other people by now.
select
    totals.mart,
    totals.measure,
    totals.period_grain,
    totals.from_stage,
    totals.to_stage,
    totals.entry_policy,
    totals.segment_dimension,
    totals.segment_value,
    totals.system_pair,
    totals.verdict,
    totals.category,

    totals.window_days,
    reported_values.reported_value,
    reported_values.reported_value + cast(totals.difference as bigint)
        as current_value,
    cast(totals.difference as bigint) as difference,
    cast(totals.part as bigint) as part,
    cast(totals.cycles_gained as bigint) as cycles_gained,
    cast(totals.cycles_lost as bigint) as cycles_lost,

    totals.period_on,
    entries.as_of as reported_as_of
from totals
inner join entries on entries.ledger_number = totals.reported_number
inner join reported_values
    on reported_values.mart = totals.mart
    and reported_values.measure = totals.measure
    and reported_values.period_grain = totals.period_grain
    and reported_values.period_on = totals.period_on
    and reported_values.from_stage = totals.from_stage
    and coalesce(reported_values.to_stage, '') = coalesce(totals.to_stage, '')
    and coalesce(reported_values.window_days, 0) = coalesce(totals.window_days, 0)
    and coalesce(reported_values.entry_policy, '') = coalesce(totals.entry_policy, '')
    and coalesce(reported_values.segment_dimension, '')
    = coalesce(totals.segment_dimension, '')
    and coalesce(reported_values.segment_value, '')
    = coalesce(totals.segment_value, '')
    and coalesce(reported_values.system_pair, '') = coalesce(totals.system_pair, '')
    and coalesce(reported_values.verdict, '') = coalesce(totals.verdict, '')
