-- One row per booking, as last delivered.
with landed as (
    {{ live_rows('exports', 'bookings') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by booking_id
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
)

select
    'exports' as source,
    booking_id,
    opportunity_id,
    account_id,
    currency,
    booking_type,

    amount,

    booked_on,
    cancelled_on,
    _landed_at as landed_at
from newest_first
where version_rank = 1
