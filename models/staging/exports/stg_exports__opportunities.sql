-- One row per opportunity, its newest visible version.
with versions as (
    select * from {{ ref('base_exports__opportunities') }}
),

changes as (
    select * from {{ ref('stg_exports__opportunity_changes') }}
),

bookings as (
    select * from {{ ref('stg_exports__bookings') }}
),

opportunity_stage as (
    select * from {{ source('book', 'opportunity_stage') }} where source = 'exports'
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

-- A stage without a word means what the opportunity says that is in it.
stage_changes as (
    select
        changes.opportunity_id,
        changes.changed_at,
        coalesce(
            opportunity_stage.outcome,
            case
                when lower(changes.new_value) = lower(current_versions.stage)
                    then current_versions.outcome
            end,
            'open'
        ) as outcome
    from changes
    inner join current_versions
        on current_versions.opportunity_id = changes.opportunity_id
    left join opportunity_stage
        on opportunity_stage.source_value = lower(changes.new_value)
    where lower(changes.field) = 'stage'
),

last_other_changes as (
    select
        current_versions.opportunity_id,
        max(stage_changes.changed_at) as changed_at
    from current_versions
    inner join stage_changes
        on stage_changes.opportunity_id = current_versions.opportunity_id
        and stage_changes.outcome != current_versions.outcome
    group by current_versions.opportunity_id
),

-- A reopened deal closes again, a re-labelled one does not: the outcome counts from the
-- first change into it after which nothing else was said.
outcome_changes as (
    select
        current_versions.opportunity_id,
        current_versions.outcome,
        min(stage_changes.changed_at) as changed_at
    from current_versions
    inner join stage_changes
        on stage_changes.opportunity_id = current_versions.opportunity_id
        and stage_changes.outcome = current_versions.outcome
    left join last_other_changes
        on last_other_changes.opportunity_id = current_versions.opportunity_id
    where
        last_other_changes.changed_at is null
        or stage_changes.changed_at > last_other_changes.changed_at
    group by current_versions.opportunity_id, current_versions.outcome
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
        coalesce(
            outcome_changes.changed_at,
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
                when current_versions.outcome = 'won'
                    then {{ within_day(
                        'current_versions.created_at', 'first_bookings.booked_on',
                        'company.time_zone'
                    ) }}
            end,
            current_versions.updated_at,
            current_versions.created_at
        ) as outcome_at
    from current_versions
    cross join company
    left join outcome_changes
        on outcome_changes.opportunity_id = current_versions.opportunity_id
        and outcome_changes.outcome = current_versions.outcome
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
    stage,
    case when outcome_at <= _as_of then outcome else 'open' end as outcome,
    lost_reason,
    won_reason,
    currency,

    amount,

    created_at,
    case when outcome = 'won' and outcome_at <= _as_of then outcome_at end as won_at,
    case when outcome = 'lost' and outcome_at <= _as_of then outcome_at end as lost_at,
    close_on,
    case when is_visible then updated_at end as updated_at,
    _landed_at as landed_at
from closings
