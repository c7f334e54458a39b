-- One row per opportunity that was not deleted, its newest visible version.
with versions as (
    select * from {{ ref('base_salesforce__opportunities') }}
),

changes as (
    select * from {{ ref('stg_salesforce__opportunity_changes') }}
),

bookings as (
    select * from {{ ref('stg_salesforce__bookings') }}
),

known_records as (
    select * from {{ ref('base_salesforce__known_records') }}
),

opportunity_stage as (
    select * from {{ source('book', 'opportunity_stage') }} where source = 'salesforce'
),

company as (
    select time_zone
    from {{ source('book', 'company') }}
    group by time_zone
),

current_versions as (
    select * from versions where standing = 'accepted'
),

-- A stage without a word means what the opportunity says that is in it.
stage_changes as (
    select
        changes.opportunity_id,
        changes.changed_at,
        coalesce(
            opportunity_stage.outcome,
            case
                when lower(changes.new_value) = lower(current_versions.stage_name)
                    then current_versions.outcome
            end,
            'open'
        ) as outcome
    from changes
    inner join current_versions on current_versions.id = changes.opportunity_id
    left join opportunity_stage
        on opportunity_stage.source_value = lower(changes.new_value)
    where changes.field = 'stage'
),

last_other_changes as (
    select
        current_versions.id,
        max(stage_changes.changed_at) as changed_at
    from current_versions
    inner join stage_changes
        on stage_changes.opportunity_id = current_versions.id
        and stage_changes.outcome != current_versions.outcome
    group by current_versions.id
),

-- A reopened deal closes again, a re-labelled one does not: the outcome counts from the
-- first change into it after which nothing else was said.
outcome_changes as (
    select
        current_versions.id,
        min(stage_changes.changed_at) as changed_at
    from current_versions
    inner join stage_changes
        on stage_changes.opportunity_id = current_versions.id
        and stage_changes.outcome = current_versions.outcome
    left join last_other_changes on last_other_changes.id = current_versions.id
    where
        last_other_changes.changed_at is null
        or stage_changes.changed_at > last_other_changes.changed_at
    group by current_versions.id
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
        coalesce(source_leads.native_id, contacts.native_id) as known_record_id,
        coalesce(
            outcome_changes.changed_at,
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
                when current_versions.outcome = 'won'
                    then {{ within_day(
                        'current_versions.created_date', 'first_bookings.booked_on',
                        'company.time_zone'
                    ) }}
            end,
            current_versions.updated_at,
            current_versions.created_date
        ) as outcome_at
    from current_versions
    cross join company
    left join outcome_changes on outcome_changes.id = current_versions.id
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
    stage_name as stage,
    case when outcome_at <= _as_of then outcome else 'open' end as outcome,
    loss_reason_c as lost_reason,
    win_reason_c as won_reason,
    currency_iso_code as currency,

    amount,

    created_date as created_at,
    case when outcome = 'won' and outcome_at <= _as_of then outcome_at end as won_at,
    case when outcome = 'lost' and outcome_at <= _as_of then outcome_at end as lost_at,
    close_date as close_on,
    case when is_visible then updated_at end as updated_at,
    _landed_at as landed_at
from closings
