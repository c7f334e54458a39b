-- One row per order that was placed and not deleted, its newest version.
with orders as (
    select * from {{ ref('base_salesforce__orders') }}
    where disposition = 'accepted'
)

select
    'salesforce' as source,
    id as booking_id,
    opportunity_id,
    account_id,
    currency_iso_code as currency,
    booking_type,

    total_amount as amount,

    booked_on,
    cancelled_on,
    _landed_at as landed_at
from orders
