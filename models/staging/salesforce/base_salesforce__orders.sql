-- One row per landed version of an order, with what becomes of it.
with landed as (
    {{ judged_versions(
        'salesforce', 'order', ['id'],
        written_at='system_modstamp', deleted='is_deleted',
        received_at='fivetran_synced'
    ) }}
),

company as (
    select time_zone
    from {{ source('book', 'company') }}
    group by time_zone
),

booking_types as (
    select *
    from {{ source('book', 'words') }}
    where source = 'salesforce' and vocabulary = 'booking_type'
)

-- A draft is booked once it is activated. An order that was cancelled without a day was
-- so by the day of its last writing.
select
    landed.id,
    landed.opportunity_id,
    landed.account_id,
    landed.currency_iso_code,
    coalesce(booking_types.value, lower(landed.type)) as booking_type,

    landed.total_amount,

    {{ day_meant('landed.effective_date', 'company.time_zone') }} as booked_on,
    coalesce(
        landed.cancelled_date_c,
        case
            when lower(landed.status) in ('cancelled', 'canceled')
                then coalesce(
                    {{ local_day('landed.system_modstamp', 'company.time_zone') }},
                    {{ day_meant('landed.effective_date', 'company.time_zone') }}
                )
        end
    ) as cancelled_on,
    landed._landed_at,
    case
        when landed.disposition = 'accepted' and lower(landed.status) = 'draft'
            then 'held'
        else landed.disposition
    end as disposition,
    landed.reason_code
from landed
cross join company
left join booking_types on booking_types.source_value = lower(landed.type)
