-- One row per source and booking.
{{ union_port('bookings', [
    'source',
    'booking_id',
    'opportunity_id',
    'account_id',
    'amount',
    'currency',
    'booking_type',
    'booked_on',
    'cancelled_on',
    'landed_at'
]) }}
