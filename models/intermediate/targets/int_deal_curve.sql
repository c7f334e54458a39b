-- One row per age of a deal in whole days: how many are won by then, or still open.
with deals as (
    select * from {{ ref('int_deal_kinds') }} where registered_at is not null
),

calendar_hours as (
    select * from {{ ref('int_calendar_hours') }}
),

run as (
    select * from {{ ref('int_run') }}
),

last_year as (
    select * from {{ ref('int_last_year') }}
),

-- Deals of two years: whoever is still open was followed for whole days.
followed as (
    select
        deals.outcome,
        case
            when deals.ended_at < deals.registered_at then 0
            when deals.ended_at is not null
                then {{ whole_days('deals.registered_at', 'deals.ended_at') }}
            else {{ whole_days('deals.registered_at', 'run.as_of') }}
        end as age_days
    from deals
    cross join run
    cross join last_year
    where {{ company_day('deals.registered_at') }} > last_year.two_years_after_on
),

counted as (
    select
        age_days,
        count(*) as deals,
        count(*) filter (where outcome != 'open') as deals_ended,
        count(*) filter (where outcome = 'won') as deals_won
    from followed
    group by age_days
),

aged as (
    select
        calendar_hours.day_number as age_days,
        coalesce(counted.deals, 0) as deals,
        coalesce(counted.deals_ended, 0) as deals_ended,
        coalesce(counted.deals_won, 0) as deals_won
    from calendar_hours
    left join counted on counted.age_days = calendar_hours.day_number
),

-- At risk within a day of their lives are those who saw all of it or ended in it.
at_risk as (
    select
        *,
        sum(deals) over (
            order by age_days desc nulls last
            rows between unbounded preceding and current row
        ) - (deals - deals_ended) as deals_at_risk
    from aged
),

survived as (
    select
        *,
        coalesce(
            {{ product_of(
                '1 - coalesce(cast(deals_ended as double) / nullif(deals_at_risk, 0), 0)'
            ) }} over (
                order by age_days asc nulls last
                rows between unbounded preceding and 1 preceding
            ),
            1
        ) as open_share
    from at_risk
),

won as (
    select
        *,
        coalesce(
            sum(open_share * deals_won / nullif(deals_at_risk, 0)) over (
                order by age_days asc nulls last
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as won_share
    from survived
)

-- Summed over the days before: wins of one deal a day registered ever since.
select
    age_days,
    round(open_share, 9) as open_share,
    round(won_share, 9) as won_share,
    round(
        coalesce(
            sum(won_share) over (
                order by age_days asc nulls last
                rows between unbounded preceding and 1 preceding
            ),
            0
        ),
        9
    ) as won_before
from won
