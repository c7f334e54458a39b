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
)

select
    day_on,
    kind,

    -- A day's own half-life works on what earlier days left, not on its own points.
    sum(halvings) over (
        partition by kind order by day_on asc nulls last
    ) as halvings_so_far
from daily
