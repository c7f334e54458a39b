-- One row per restated cycle, entry, side, entry policy, stage entered and to reach.
with facts as (
    select * from {{ ref('int_restated_facts') }}
),

restated_cycles as (
    select * from {{ ref('int_restated_cycles') }}
),

stage_pairs as (
    select * from {{ ref('int_stage_pairs') }}
),

stage_times as (
    select * from facts where kind = 'time'
),

known as (
    select * from facts where kind = 'known'
),

steps as (
    select
        entered.cycle_key,
        entered.ledger_number,
        entered.side,
        entered.detail as entry_policy,
        stage_pairs.from_stage,
        stage_pairs.to_stage,
        entered.happened_on as entered_on,
        entered.happened_at as from_at,
        reached.happened_at as to_at
    from stage_times as entered
    inner join stage_pairs on stage_pairs.from_stage = entered.name
    inner join known
        on known.cycle_key = entered.cycle_key
        and known.ledger_number = entered.ledger_number
        and known.side = entered.side
        and known.name = stage_pairs.to_stage
    left join stage_times as reached
        on reached.cycle_key = entered.cycle_key
        and reached.ledger_number = entered.ledger_number
        and reached.side = entered.side
        and reached.detail = entered.detail
        and reached.name = stage_pairs.to_stage
),

weighed as (
    select
        *,
        sum(side) over (
            partition by
                cycle_key, ledger_number, entry_policy, from_stage, to_stage,
                entered_on, from_at, to_at
        ) as balance
    from steps
)

-- A step that is the same on both sides moves nothing, unless its segments do or the
-- person came back otherwise.
select
    weighed.entry_policy,
    weighed.from_stage,
    weighed.to_stage,

    weighed.cycle_key,
    weighed.ledger_number,
    weighed.side,

    weighed.entered_on,
    weighed.from_at,
    weighed.to_at
from weighed
inner join restated_cycles
    on restated_cycles.cycle_key = weighed.cycle_key
    and restated_cycles.ledger_number = weighed.ledger_number
where
    weighed.balance != 0
    or restated_cycles.is_described_otherwise
    or weighed.to_stage = 'recycled'
