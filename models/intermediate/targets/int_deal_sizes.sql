-- One row per source group: what a deal that was booked within a year is worth.
with booked_money as (
    select * from {{ ref('int_booked_money') }}
),

run as (
    select * from {{ ref('int_run') }}
),

last_year as (
    select * from {{ ref('int_last_year') }}
),

-- A deal may be booked in parts; a renewal without a deal is the size of none.
booked_deals as (
    select
        booked_money.source_group,
        booked_money.source,
        booked_money.opportunity_id,
        sum(cast(booked_money.amount as double)) as amount
    from booked_money
    cross join run
    cross join last_year
    where
        booked_money.opportunity_id is not null
        and booked_money.amount is not null
        and booked_money.currency = run.currency
        and booked_money.booked_on > last_year.after_on
    group by
        booked_money.source_group, booked_money.source, booked_money.opportunity_id
),

scoped as (
    select source_group, amount from booked_deals
    union all
    select 'all', amount from booked_deals
)

select
    source_group,

    count(*) as deals,
    avg(amount) as mean_amount,
    avg(amount * amount) as mean_square_amount
from scoped
group by source_group
