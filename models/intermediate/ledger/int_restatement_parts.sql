-- One row per person, entry of the ledger, closed mart row and measure that it moved.
with cohorts as (
    select * from {{ ref('int_restated_cohorts') }}
),

periods as (
    select * from {{ ref('int_restated_periods') }}
),

recycling as (
    select * from {{ ref('int_restated_recycling') }}
),

verdicts as (
    select * from {{ ref('int_restated_verdicts') }}
),

persons as (
    select * from {{ ref('int_ledger_persons') }}
),

parts as (
    select
        'mart_funnel_cohorts' as mart, measure, period_grain, period_on, from_stage,
        to_stage, window_days, entry_policy, segment_dimension, segment_value,
        cast(null as varchar) as system_pair, cast(null as varchar) as verdict,
        cycle_key, ledger_number, reported_number, closed_at, change
    from cohorts
    union all
    select
        'mart_funnel_periods', measure, period_grain, period_on, from_stage, to_stage,
        null, entry_policy, segment_dimension, segment_value, null, null, cycle_key,
        ledger_number, reported_number, closed_at, change
    from periods
    union all
    select
        'mart_recycling', measure, period_grain, period_on, from_stage, null,
        window_days, null, segment_dimension, segment_value, null, null, cycle_key,
        ledger_number, reported_number, closed_at, change
    from recycling
    union all
    select
        'mart_stage_agreement', measure, period_grain, period_on, stage, null, null,
        null, null, null, system_pair, verdict, cycle_key, ledger_number,
        reported_number, closed_at, change
    from verdicts
)

-- A person whose cycles were only counted anew moved nothing.
select
    persons.person_id,
    parts.mart,
    parts.measure,
    parts.period_grain,
    parts.from_stage,
    parts.to_stage,
    parts.entry_policy,
    parts.segment_dimension,
    parts.segment_value,
    parts.system_pair,
    parts.verdict,

    parts.ledger_number,
    parts.reported_number,
    parts.window_days,
    cast(sum(parts.change) as bigint) as change,

    parts.period_on,
    parts.closed_at
from parts
inner join persons on persons.cycle_key = parts.cycle_key
group by
    persons.person_id, parts.mart, parts.measure, parts.period_grain, parts.period_on,
    parts.from_stage, parts.to_stage, parts.window_days, parts.entry_policy,
    parts.segment_dimension, parts.segment_value, parts.system_pair, parts.verdict,
    parts.ledger_number, parts.reported_number, parts.closed_at
having sum(parts.change) != 0
