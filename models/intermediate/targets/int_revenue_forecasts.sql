-- One row per target period that goes on, group and team: what is still to be booked.
with spans as (
    select * from {{ ref('int_forecast_spans') }}
),

open_deals as (
    select * from {{ ref('int_open_deal_forecasts') }}
),

new_deals as (
    select * from {{ ref('int_new_deal_forecasts') }}
)

-- Without a deal there is nothing to come of one.
select
    spans.period_grain,
    spans.source_group,
    spans.owner_team,

    coalesce(open_deals.wins, 0) as open_wins,
    coalesce(new_deals.wins, 0) as new_wins,
    coalesce(open_deals.wins_variance, 0) + coalesce(new_deals.wins, 0)
        as wins_variance,
    coalesce(open_deals.amount, 0) as open_amount,
    coalesce(new_deals.amount, 0) as new_amount,
    coalesce(open_deals.variance, 0) + coalesce(new_deals.variance, 0) as variance,

    spans.period_on
from spans
left join open_deals
    on open_deals.period_grain = spans.period_grain
    and open_deals.period_on = spans.period_on
    and open_deals.source_group = spans.source_group
    and open_deals.owner_team = spans.owner_team
left join new_deals
    on new_deals.period_grain = spans.period_grain
    and new_deals.period_on = spans.period_on
    and new_deals.source_group = spans.source_group
    and new_deals.owner_team = spans.owner_team
