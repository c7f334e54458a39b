-- One row per lead, score series and signal day, with its balances before and after.
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
        behaviour.decay_block as behaviour_block,
        behaviour.halvings_in_block as behaviour_halvings,
        behaviour.halvings_since_last_block as behaviour_halvings_since_last,
        engagement.decay_block as engagement_block,
        engagement.halvings_in_block as engagement_halvings,
        engagement.halvings_since_last_block as engagement_halvings_since_last,
        day_points.behaviour_points * power(2, behaviour.halvings_in_block)
            as behaviour_unit,
        day_points.engagement_points * power(2, engagement.halvings_in_block)
            as engagement_unit
    from day_points
    inner join decay as behaviour
        on behaviour.pricing = day_points.pricing
        and behaviour.day_on = day_points.day_on
        and behaviour.kind = 'behaviour'
    inner join decay as engagement
        on engagement.pricing = day_points.pricing
        and engagement.day_on = day_points.day_on
        and engagement.kind = 'engagement'
),

-- A block before which nothing was earned inherits nothing; the last leaves nothing.
last_blocks as (
    select pricing, kind, max(decay_block) as decay_block
    from decay
    group by pricing, kind
),

behaviour_left as (
    select
        carried.lead_id,
        carried.counts_from,
        carried.pricing,
        carried.gap_basis,
        carried.gap_number,
        carried.behaviour_block + 1 as next_block,
        sum(carried.behaviour_unit) as units
    from carried
    inner join last_blocks
        on last_blocks.pricing = carried.pricing
        and last_blocks.kind = 'behaviour'
        and last_blocks.decay_block > carried.behaviour_block
    group by
        carried.lead_id, carried.counts_from, carried.pricing, carried.gap_basis,
        carried.gap_number, carried.behaviour_block
),

engagement_left as (
    select
        carried.lead_id,
        carried.counts_from,
        carried.pricing,
        carried.gap_basis,
        carried.gap_number,
        carried.engagement_block + 1 as next_block,
        sum(carried.engagement_unit) as units
    from carried
    inner join last_blocks
        on last_blocks.pricing = carried.pricing
        and last_blocks.kind = 'engagement'
        and last_blocks.decay_block > carried.engagement_block
    group by
        carried.lead_id, carried.counts_from, carried.pricing, carried.gap_basis,
        carried.gap_number, carried.engagement_block
),

summed as (
    select
        *,
        sum(behaviour_unit) over (
            partition by
                lead_id, counts_from, pricing, gap_basis, gap_number, behaviour_block
            order by day_on asc nulls last
        ) as behaviour_carried,
        sum(engagement_unit) over (
            partition by
                lead_id, counts_from, pricing, gap_basis, gap_number, engagement_block
            order by day_on asc nulls last
        ) as engagement_carried
    from carried
)

select
    summed.lead_id,
    summed.counts_from,
    summed.pricing,

    summed.gap_basis,
    summed.gap_number,
    round(
        summed.behaviour_carried * power(2, -summed.behaviour_halvings)
        + coalesce(behaviour_left.units, 0)
        * power(2, -summed.behaviour_halvings_since_last),
        9
    ) as behaviour_score,
    round(
        (summed.behaviour_carried - summed.behaviour_unit)
        * power(2, -summed.behaviour_halvings)
        + coalesce(behaviour_left.units, 0)
        * power(2, -summed.behaviour_halvings_since_last),
        9
    ) as behaviour_before,
    round(
        summed.engagement_carried * power(2, -summed.engagement_halvings)
        + coalesce(engagement_left.units, 0)
        * power(2, -summed.engagement_halvings_since_last),
        9
    ) as engagement_score,
    round(
        (summed.engagement_carried - summed.engagement_unit)
        * power(2, -summed.engagement_halvings)
        + coalesce(engagement_left.units, 0)
        * power(2, -summed.engagement_halvings_since_last),
        9
    ) as engagement_before,

    summed.has_negative_points,

    summed.day_on
from summed
left join behaviour_left
    on behaviour_left.lead_id = summed.lead_id
    and behaviour_left.counts_from = summed.counts_from
    and behaviour_left.pricing = summed.pricing
    and coalesce(behaviour_left.gap_basis, '') = coalesce(summed.gap_basis, '')
    and coalesce(behaviour_left.gap_number, -1) = coalesce(summed.gap_number, -1)
    and behaviour_left.next_block = summed.behaviour_block
left join engagement_left
    on engagement_left.lead_id = summed.lead_id
    and engagement_left.counts_from = summed.counts_from
    and engagement_left.pricing = summed.pricing
    and coalesce(engagement_left.gap_basis, '') = coalesce(summed.gap_basis, '')
    and coalesce(engagement_left.gap_number, -1) = coalesce(summed.gap_number, -1)
    and engagement_left.next_block = summed.engagement_block
