-- One row per opportunity that was not deleted, its newest visible version.
with versions as (
    select * from {{ ref('base_salesforce__opportunities') }}
),

outcomes as (
    select * from {{ ref('base_salesforce__opportunity_outcomes') }}
),

bookings as (
    select * from {{ ref('stg_salesforce__bookings') }}
),

known_records as (
    select * from {{ ref('base_salesforce__known_records') }}
),

company as (
    select time_zone
    from {{ source('book', 'company') }}
    group by time_zone
),

current_versions as (
    select * from versions where standing = 'accepted'
),

first_bookings as (
    select opportunity_id, min(booked_on) as booked_on
    from bookings
    group by opportunity_id
),

-- Without history the deal still says when its stage last changed. A bare day begins at
-- its midnight, but no deal ends before it was made that very day; one only planned is
-- none. Without any, the last writing dates the outcome.
closings as (
    select
        current_versions.*,
        outcomes.stage as told_stage,
        outcomes.outcome as told_outcome,
        coalesce(source_leads.native_id, contacts.native_id) as known_record_id,
        coalesce(
            outcomes.changed_at,
            current_versions.last_stage_change_date,
            case
                when {{ day_start('current_versions.close_date', 'company.time_zone') }}
                    <= current_versions._as_of
                    then {{ within_day(
                        'current_versions.created_date', 'current_versions.close_date',
                        'company.time_zone'
                    ) }}
            end,
            case
                when outcomes.outcome = 'won'
                    then {{ within_day(
                        'current_versions.created_date', 'first_bookings.booked_on',
                        'company.time_zone'
                    ) }}
            end,
            current_versions.updated_at,
            current_versions.created_date
        ) as outcome_at
    from current_versions
    inner join outcomes on outcomes.opportunity_id = current_versions.id
    cross join company
    left join first_bookings on first_bookings.opportunity_id = current_versions.id
    left join known_records as source_leads
        on source_leads.native_id = current_versions.source_lead_c
    left join known_records as contacts
        on contacts.native_id = current_versions.contact_id
)

-- A lead that was never delivered does not hide the contact that was.
select
    'salesforce' as source,
    id as opportunity_id,
    account_id,
    owner_id,
    coalesce(known_record_id, source_lead_c, contact_id) as source_record_id,
    product_c as product,
    deal_rank_c as deal_rank,
    told_stage as stage,
    case when outcome_at <= _as_of then told_outcome else 'open' end as outcome,
    loss_reason_c as lost_reason,
    win_reason_c as won_reason,
    currency_iso_code as currency,

    amount,

    created_date as created_at,
    case when told_outcome = 'won' and outcome_at <= _as_of then outcome_at end
        as won_at,
    case when told_outcome = 'lost' and outcome_at <= _as_of then outcome_at end
        as lost_at,
    close_date as close_on,
    case when is_visible then updated_at end as updated_at,
    _landed_at as landed_at
from closings
