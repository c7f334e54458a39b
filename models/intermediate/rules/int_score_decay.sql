-- One row per pricing, day and kind of points, with the halvings of balances so far.
with days as (
    select * from {{ ref('int_days') }}
),

half_lives as (
    select * from {{ source('book', 'score_half_lives') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- The half-life of the day, or today's for all history.
pricing_days as (
    select 'then' as pricing, days.day_on, days.day_on as priced_on
    from days
    union all
    select 'now', days.day_on, run.as_of_on
    from days
    cross join run
),

kinds as (
    select 'behaviour' as kind
    union all
    select 'engagement'
),

daily as (
    select
        pricing_days.pricing,
        pricing_days.day_on,
        kinds.kind,
        coalesce(1 / nullif(half_lives.half_life_days, 0), 0) as halvings
    from pricing_days
    cross join kinds
    left join half_lives
        on half_lives.kind = kinds.kind
        and coalesce(half_lives.valid_from <= pricing_days.priced_on, true)
        and coalesce(half_lives.valid_to > pricing_days.priced_on, true)
),

-- A day's own half-life works on what earlier days left, not on its own points.
summed as (
    select
        pricing,
        day_on,
        kind,
        sum(halvings) over (
            partition by pricing, kind order by day_on asc nulls last
        ) as halvings_so_far
    from daily
)

-- Powers of two end at about a thousand: balances are carried in blocks of 500
-- halvings, and what the block before the last one left is nothing.
select
    pricing,
    day_on,
    kind,

    halvings_so_far,
    cast(floor(halvings_so_far / 500) as bigint) as decay_block,
    halvings_so_far - 500 * floor(halvings_so_far / 500) as halvings_in_block,
    halvings_so_far - 500 * (floor(halvings_so_far / 500) - 1)
        as halvings_since_last_block
from summed
