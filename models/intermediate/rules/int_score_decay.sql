-- One row per day and kind of points, with the halvings that balances went through.
with days as (
    select * from {{ ref('int_days') }}
),

half_lives as (
    select * from {{ source('book', 'score_half_lives') }}
),

kinds as (
    select 'behaviour' as kind
    union all
    select 'engagement'
),

daily as (
    select
        days.day_on,
        kinds.kind,
        coalesce(1 / nullif(half_lives.half_life_days, 0), 0) as halvings
    from days
    cross join kinds
    left join half_lives
        on half_lives.kind = kinds.kind
        and (half_lives.valid_from is null or half_lives.valid_from <= days.day_on)
        and (half_lives.valid_to is null or half_lives.valid_to > days.day_on)
),

-- A day's own half-life works on what earlier days left, not on its own points.
summed as (
    select
        day_on,
        kind,
        sum(halvings) over (
            partition by kind order by day_on asc nulls last
        ) as halvings_so_far
    from daily
)

-- Powers of two end at about a thousand: balances are carried in blocks of 500
-- halvings, and what the block before the last one left is nothing.
select
    day_on,
    kind,

    halvings_so_far,
    cast(floor(halvings_so_far / 500) as bigint) as decay_block,
    halvings_so_far - 500 * floor(halvings_so_far / 500) as halvings_in_block,
    halvings_so_far - 500 * (floor(halvings_so_far / 500) - 1)
        as halvings_since_last_block
from summed
