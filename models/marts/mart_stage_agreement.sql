-- One row per period, stage, pair of systems and verdict.
with agreement as (
    select * from {{ ref('int_stage_agreement') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- A disagreement counts in the period in which anybody first said the stage.
paired as (
    select
        definition_basis,
        lead_id,
        cycle_number,
        stage,
        'ma_sfa' as system_pair,
        ma_sfa_verdict as verdict,
        abs(sync_delay_hours) as delay_hours,
        {{ earliest(['ma_at', 'sfa_at', 'defined_at']) }} as said_at
    from agreement
    union all
    select
        definition_basis, lead_id, cycle_number, stage, 'ma_definition',
        ma_definition_verdict,
        abs({{ elapsed_hours('ma_at', 'defined_at') }}),
        {{ earliest(['ma_at', 'sfa_at', 'defined_at']) }}
    from agreement
    union all
    select
        definition_basis, lead_id, cycle_number, stage, 'sfa_definition',
        sfa_definition_verdict,
        abs({{ elapsed_hours('sfa_at', 'defined_at') }}),
        {{ earliest(['ma_at', 'sfa_at', 'defined_at']) }}
    from agreement
    union all
    select
        definition_basis, lead_id, cycle_number, stage, 'worst', verdict, null,
        {{ earliest(['ma_at', 'sfa_at', 'defined_at']) }}
    from agreement
),

-- The day comes first: joined on an expression of two tables this took minutes.
dated as (
    select
        paired.*,
        {{ local_day('paired.said_at', 'run.time_zone') }} as said_on
    from paired
    cross join run
    where paired.verdict is not null
)

-- No verdict: one of the two systems cannot know the stage.
select
    dated.definition_basis,
    day_periods.period_grain,
    dated.stage,
    dated.system_pair,
    dated.verdict,

    count(*) as cycles,
    round(median(dated.delay_hours), 9) as median_delay_hours,
    round(percentile_cont(0.9) within group (order by dated.delay_hours asc), 9)
        as p90_delay_hours,

    day_periods.period_on
from dated
inner join day_periods on day_periods.day_on = dated.said_on
group by
    dated.definition_basis, day_periods.period_grain, day_periods.period_on,
    dated.stage, dated.system_pair, dated.verdict
