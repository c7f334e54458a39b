-- One row per period, currency and segment: deals and amounts that came, went, stand.
with pipeline_deals as (
    select * from {{ ref('int_pipeline_deals') }}
),

segmented as (
    {{ segmented(
        'pipeline_deals',
        [
            'period_grain', 'period_on', 'currency', 'amount', 'age_days', 'is_sourced',
            'is_influenced', 'is_before', 'is_won', 'is_lost', 'is_after'
        ],
        ['source_group', 'channel', 'owner_team', 'product']
    ) }}
),

aggregated as (
    select
        period_grain,
        period_on,
        currency,
        segment_dimension,
        segment_value,
        count(*) filter (where is_before) as open_before,
        count(*) filter (where not is_before) as created,
        count(*) filter (where is_won) as won,
        count(*) filter (where is_lost) as lost,
        count(*) filter (where is_after) as open_after,
        count(*) filter (where is_after and amount is null) as open_without_amount,
        sum(amount) filter (where is_before) as open_before_amount,
        sum(amount) filter (where not is_before) as created_amount,
        sum(amount) filter (where is_won) as won_amount,
        sum(amount) filter (where is_lost) as lost_amount,
        sum(amount) filter (where is_after) as open_after_amount,
        sum(case when is_sourced then amount else 0 end) filter (where is_after)
            as sourced_amount,
        sum(case when is_influenced then amount else 0 end) filter (where is_after)
            as influenced_amount,
        {{ percentiles('case when is_after then age_days end', [0.5]) }} as open_ages,
        max(age_days) filter (where is_after) as oldest_age_days
    from segmented
    group by period_grain, period_on, currency, segment_dimension, segment_value
)

select
    period_grain,
    currency,
    segment_dimension,
    segment_value,

    open_before,
    created,
    won,
    lost,
    open_after,
    open_without_amount,
    open_before_amount,
    created_amount,
    won_amount,
    lost_amount,
    open_after_amount,
    sourced_amount,
    influenced_amount,
    {{ percentile_of('open_ages', 1) }} as median_age_days,
    oldest_age_days,

    period_on
from aggregated
