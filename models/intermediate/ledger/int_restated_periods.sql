-- One row per restated cycle, entry, closed period row and measure of it that it moved.
with facts as (
    select * from {{ ref('int_restated_facts') }}
),

stage_pairs as (
    select * from {{ ref('int_stage_pairs') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

scopes as (
    select * from {{ ref('int_closed_scopes') }} where mart = 'mart_funnel_periods'
),

stage_times as (
    select * from facts where kind = 'time'
),

known as (
    select * from facts where kind = 'known'
),

segments as (
    select * from facts where kind = 'segment'
),

pair_sides as (
    select
        from_stage, to_stage, 'entries_from' as measure, from_stage as entered_stage,
        to_stage as known_stage
    from stage_pairs
    union all
    select from_stage, to_stage, 'entries_to', to_stage, from_stage
    from stage_pairs
),

sides as (
    select
        stage_times.cycle_key,
        stage_times.ledger_number,
        stage_times.side,
        stage_times.detail as entry_policy,
        stage_times.happened_on,
        pair_sides.from_stage,
        pair_sides.to_stage,
        pair_sides.measure
    from stage_times
    inner join pair_sides on pair_sides.entered_stage = stage_times.name
    inner join known
        on known.cycle_key = stage_times.cycle_key
        and known.ledger_number = stage_times.ledger_number
        and known.side = stage_times.side
        and known.name = pair_sides.known_stage
)

select
    sides.measure,
    scopes.period_grain,
    sides.from_stage,
    sides.to_stage,
    sides.entry_policy,
    segments.name as segment_dimension,
    segments.value as segment_value,

    sides.cycle_key,
    sides.ledger_number,
    scopes.ledger_number as reported_number,
    cast(sum(sides.side) as bigint) as change,

    scopes.period_on,
    scopes.closed_at
from sides
inner join segments
    on segments.cycle_key = sides.cycle_key
    and segments.ledger_number = sides.ledger_number
    and segments.side = sides.side
inner join day_periods on day_periods.day_on = sides.happened_on
inner join scopes
    on scopes.period_grain = day_periods.period_grain
    and scopes.period_on = day_periods.period_on
    and scopes.ledger_number < sides.ledger_number
group by
    sides.cycle_key, sides.ledger_number, scopes.ledger_number, scopes.closed_at,
    scopes.period_grain, scopes.period_on, sides.measure, sides.from_stage,
    sides.to_stage, sides.entry_policy, segments.name, segments.value
having sum(sides.side) != 0
