-- One row per target period that goes on, group and team: what new deals bring.
with spans as (
    select * from {{ ref('int_forecast_spans') }}
),

target_deals as (
    select * from {{ ref('int_target_deals') }}
),

deal_curve as (
    select * from {{ ref('int_deal_curve') }}
),

last_year as (
    select * from {{ ref('int_last_year') }}
),

-- They go on being registered as within the last year, or what there is of it.
paces as (
    select
        target_deals.source_group,
        target_deals.owner_team,
        cast(count(*) as double) / nullif(max(last_year.days_on_record), 0)
            as deals_a_day
    from target_deals
    cross join last_year
    where target_deals.registered_on > last_year.after_on
    group by target_deals.source_group, target_deals.owner_team
),

wins as (
    select
        spans.*,
        paces.deals_a_day * (at_end.won_before - at_begin.won_before) as wins
    from spans
    inner join paces
        on paces.source_group = spans.source_group
        and paces.owner_team = spans.owner_team
    inner join deal_curve as at_begin on at_begin.age_days = spans.days_to_begin
    inner join deal_curve as at_end on at_end.age_days = spans.days_to_end
)

select
    period_grain,
    source_group,
    owner_team,

    wins,
    wins * mean_amount as amount,
    wins * mean_square_amount as variance,

    period_on
from wins
