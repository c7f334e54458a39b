-- One row per booking; of a tool that delivers none, per deal that was won.
with bookings as (
    select * from {{ ref('int_port_bookings') }}
),

deals as (
    select * from {{ ref('int_deal_kinds') }}
),

excluded_deals as (
    select * from {{ ref('int_deals') }} where is_excluded
),

currency_words as (
    select * from {{ source('book', 'words') }} where vocabulary = 'currency'
),

type_words as (
    select * from {{ source('book', 'words') }} where vocabulary = 'booking_type'
),

run as (
    select * from {{ ref('int_run') }}
),

booking_sources as (
    select source
    from bookings
    group by source
),

-- What was cancelled is no money, and what is dated ahead is none yet.
standing_bookings as (
    select
        bookings.*,
        coalesce(
            upper(currency_words.value),
            {{ without_contacts('upper(bookings.currency)') }},
            run.currency
        ) as currency_code,
        coalesce(type_words.value in ('renewal', 'expansion'), false)
            as is_of_a_customer
    from bookings
    cross join run
    left join currency_words
        on currency_words.source = bookings.source
        and currency_words.source_value = lower(bookings.currency)
    left join type_words
        on type_words.source = bookings.source
        and type_words.source_value = lower(bookings.booking_type)
    left join excluded_deals
        on excluded_deals.source = bookings.source
        and excluded_deals.opportunity_id = bookings.opportunity_id
    where
        excluded_deals.opportunity_id is null
        and bookings.booked_on <= run.as_of_on
        and coalesce(bookings.cancelled_on > run.as_of_on, true)
)

-- A booking is of its deal's group; without a deal only its type can say whose it is.
select
    standing_bookings.source,
    standing_bookings.booking_id,
    standing_bookings.opportunity_id,
    'booking' as money_basis,
    coalesce(
        deals.source_group,
        case when standing_bookings.is_of_a_customer then 'expansion' end,
        'unknown'
    ) as source_group,
    coalesce(deals.channel, '(none)') as channel,
    coalesce(deals.owner_team, '(none)') as owner_team,
    coalesce(deals.product, '(none)') as product,
    standing_bookings.currency_code as currency,

    standing_bookings.amount,

    coalesce(deals.is_traced, false) as is_traced,

    standing_bookings.booked_on
from standing_bookings
left join deals
    on deals.source = standing_bookings.source
    and deals.opportunity_id = standing_bookings.opportunity_id
union all
select
    deals.source,
    deals.opportunity_id,
    deals.opportunity_id,
    'won deal',
    deals.source_group,
    deals.channel,
    deals.owner_team,
    deals.product,
    deals.currency,
    deals.amount,
    deals.is_traced,
    {{ company_day('deals.won_at') }}
from deals
cross join run
left join booking_sources on booking_sources.source = deals.source
where booking_sources.source is null and deals.won_at is not null
