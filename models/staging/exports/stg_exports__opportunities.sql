-- One row per opportunity, its newest visible version.
with versions as (
    select * from {{ ref('base_exports__opportunities') }}
),

outcomes as (
    select * from {{ ref('base_exports__opportunity_outcomes') }}
),

bookings as (
    select * from {{ ref('stg_exports__bookings') }}
),

-- All its rows have one zone.
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

-- A bare day begins at its midnight, but no deal ends before it was made that very day.
-- A day that is only planned is none; without any, the last writing dates the outcome.
closings as (
    select
        current_versions.*,
        outcomes.stage as told_stage,
        outcomes.outcome as told_outcome,
        coalesce(
            outcomes.changed_at,
            current_versions.closed_at,
            case
                when {{ day_start('current_versions.close_on', 'company.time_zone') }}
                    <= current_versions._as_of
                    then {{ within_day(
                        'current_versions.created_at', 'current_versions.close_on',
                        'company.time_zone'
                    ) }}
            end,
            case
                when outcomes.outcome = 'won'
                    then {{ within_day(
                        'current_versions.created_at', 'first_bookings.booked_on',
                        'company.time_zone'
                    ) }}
            end,
            current_versions.updated_at,
            current_versions.created_at
        ) as outcome_at
    from current_versions
    inner join outcomes on outcomes.opportunity_id = current_versions.opportunity_id
    cross join company
    left join first_bookings
        on first_bookings.opportunity_id = current_versions.opportunity_id
)

select
    'exports' as source,
    opportunity_id,
    account_id,
    owner_id,
    source_record_id,
    product,
    deal_rank,
    told_stage as stage,
    case when outcome_at <= _as_of then told_outcome else 'open' end as outcome,
    lost_reason,
    won_reason,
    currency,

    amount,

    created_at,
    case when told_outcome = 'won' and outcome_at <= _as_of then outcome_at end
        as won_at,
    case when told_outcome = 'lost' and outcome_at <= _as_of then outcome_at end
        as lost_at,
    close_on,
    case when is_visible then updated_at end as updated_at,
    _landed_at as landed_at
from closings
