-- One row per scope, lead and interval between two changes of its score.
with changes as (
    select * from {{ ref('int_score_changes') }}
),

days as (
    select * from {{ ref('int_score_days') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- Points in units of their block's first day: a sum replaces a recursion.
paced as (
    select
        changes.*,
        days.behaviour_half_life_days,
        days.engagement_half_life_days,
        days.behaviour_block,
        days.behaviour_halvings,
        days.behaviour_halvings_since_last,
        days.engagement_block,
        days.engagement_halvings,
        days.engagement_halvings_since_last,
        days.starts_at,
        changes.behaviour_step * power(2, days.behaviour_halvings) as behaviour_unit,
        changes.engagement_step * power(2, days.engagement_halvings) as engagement_unit
    from changes
    inner join days on days.day_on = changes.changed_on
),

-- Of an earlier block only the one before leaves anything, and the last leaves nothing.
last_blocks as (
    select
        max(behaviour_block) as behaviour_block,
        max(engagement_block) as engagement_block
    from days
),

behaviour_left as (
    select
        paced.counts_from,
        paced.lead_id,
        paced.gap_number,
        paced.behaviour_block + 1 as next_block,
        sum(paced.behaviour_unit) as units
    from paced
    inner join last_blocks
        on last_blocks.behaviour_block > paced.behaviour_block
    group by
        paced.counts_from, paced.lead_id, paced.gap_number, paced.behaviour_block
),

engagement_left as (
    select
        paced.counts_from,
        paced.lead_id,
        paced.gap_number,
        paced.engagement_block + 1 as next_block,
        sum(paced.engagement_unit) as units
    from paced
    inner join last_blocks
        on last_blocks.engagement_block > paced.engagement_block
    group by
        paced.counts_from, paced.lead_id, paced.gap_number, paced.engagement_block
),

carried as (
    select
        *,
        sum(behaviour_unit) over (
            partition by counts_from, lead_id, gap_number, behaviour_block
            order by changed_at asc nulls last
        ) as behaviour_carried,
        sum(engagement_unit) over (
            partition by counts_from, lead_id, gap_number, engagement_block
            order by changed_at asc nulls last
        ) as engagement_carried,
        sum(attribute_step) over lead_history as attribute_points,
        lead(changed_at) over lead_history as to_at,
        lead(changed_on) over lead_history as changed_again_on,
        lead(starts_at) over lead_history as day_starts_at
    from paced
    window lead_history as (
        partition by counts_from, lead_id order by changed_at asc nulls last
    )
),

balances as (
    select
        carried.*,
        round(
            carried.behaviour_carried * power(2, -carried.behaviour_halvings)
            + coalesce(behaviour_left.units, 0)
            * power(2, -carried.behaviour_halvings_since_last),
            9
        ) as behaviour_score,
        round(
            carried.engagement_carried * power(2, -carried.engagement_halvings)
            + coalesce(engagement_left.units, 0)
            * power(2, -carried.engagement_halvings_since_last),
            9
        ) as engagement_score,
        round(carried.attribute_points, 9) as attribute_score
    from carried
    left join behaviour_left
        on behaviour_left.counts_from = carried.counts_from
        and behaviour_left.lead_id = carried.lead_id
        and behaviour_left.gap_number = carried.gap_number
        and behaviour_left.next_block = carried.behaviour_block
    left join engagement_left
        on engagement_left.counts_from = carried.counts_from
        and engagement_left.lead_id = carried.lead_id
        and engagement_left.gap_number = carried.gap_number
        and engagement_left.next_block = carried.engagement_block
)

select
    balances.counts_from,
    balances.lead_id,
    balances.cause,

    balances.behaviour_score,
    balances.engagement_score,
    balances.attribute_score,
    {{ score_of('balances', "'total'") }} as score,
    balances.behaviour_half_life_days,
    balances.engagement_half_life_days,

    balances.changed_on as from_on,
    -- The last day at whose beginning the interval's points still decay.
    case
        when balances.to_at is null then run.as_of_on
        when balances.to_at = balances.day_starts_at
            then {{ shift_day('balances.changed_again_on', -1) }}
        else balances.changed_again_on
    end as last_on,
    balances.changed_at as from_at,
    balances.to_at
from balances
cross join run
