-- One row per source group with a target: the size that its deals are planned with.
with target_periods as (
    select * from {{ ref('int_target_periods') }}
),

deal_sizes as (
    select * from {{ ref('int_deal_sizes') }}
),

groups as (
    select source_group
    from target_periods
    group by source_group
),

spread as (
    select
        *,
        (mean_square_amount - mean_amount * mean_amount) / nullif(deals - 1, 0)
            as variance_of_mean
    from deal_sizes
),

-- A group goes by its own size where that differs from all by more than chance.
compared as (
    select
        groups.source_group,
        all_sizes.mean_amount as all_mean,
        all_sizes.mean_square_amount as all_mean_square,
        own_sizes.mean_amount as own_mean,
        own_sizes.mean_square_amount as own_mean_square,
        coalesce(
            all_sizes.mean_amount < {{ normal_bound(
                'own_sizes.mean_amount', 'own_sizes.variance_of_mean', '-'
            ) }}
            or all_sizes.mean_amount > {{ normal_bound(
                'own_sizes.mean_amount', 'own_sizes.variance_of_mean', '+'
            ) }},
            false
        ) as is_own
    from groups
    left join spread as own_sizes on own_sizes.source_group = groups.source_group
    left join spread as all_sizes on all_sizes.source_group = 'all'
)

select
    source_group,

    case when is_own then own_mean else all_mean end as mean_amount,
    case when is_own then own_mean_square else all_mean_square end
        as mean_square_amount
from compared
