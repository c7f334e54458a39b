-- One row per lead, score series and signal day, with the balances at its end.
with day_points as (
    select * from {{ ref('int_day_points') }}
),

decay as (
    select * from {{ ref('int_score_decay') }}
),

-- Points are carried in units of a block's first day: a sum replaces a recursion.
carried as (
    select
        day_points.*,
        decay.decay_block,
        decay.halvings_in_block,
        decay.halvings_since_last_block,
        sum(day_points.points * power(2, decay.halvings_in_block)) over (
            partition by
                day_points.lead_id, day_points.counts_from, day_points.pricing,
                day_points.gap_basis, day_points.gap_number, day_points.kind,
                decay.decay_block
            order by day_points.day_on asc nulls last
        ) as carried_points
    from day_points
    inner join decay
        on decay.pricing = day_points.pricing
        and decay.day_on = day_points.day_on
        and decay.kind = day_points.kind
),

block_totals as (
    select
        lead_id,
        counts_from,
        pricing,
        gap_basis,
        gap_number,
        kind,
        decay_block,
        sum(points * power(2, halvings_in_block)) as carried_points
    from carried
    group by
        lead_id, counts_from, pricing, gap_basis, gap_number, kind, decay_block
),

-- A block before which nothing was earned inherits nothing.
balances as (
    select
        carried.*,
        carried.carried_points * power(2, -carried.halvings_in_block)
        + coalesce(block_totals.carried_points, 0)
        * power(2, -carried.halvings_since_last_block) as balance
    from carried
    left join block_totals
        on block_totals.lead_id = carried.lead_id
        and block_totals.counts_from = carried.counts_from
        and block_totals.pricing = carried.pricing
        and coalesce(block_totals.gap_basis, '') = coalesce(carried.gap_basis, '')
        and coalesce(block_totals.gap_number, -1) = coalesce(carried.gap_number, -1)
        and block_totals.kind = carried.kind
        and block_totals.decay_block = carried.decay_block - 1
)

select
    lead_id,
    counts_from,
    pricing,

    gap_basis,
    gap_number,
    round(sum(case when kind = 'behaviour' then balance end), 9) as behaviour_score,
    round(sum(case when kind = 'engagement' then balance end), 9) as engagement_score,

    bool_or(has_negative_points) as has_negative_points,

    day_on
from balances
group by lead_id, counts_from, pricing, gap_basis, gap_number, day_on
