-- One row per landed version of a task or event, with what becomes of it.
with tasks as (
    {{ judged_versions(
        'salesforce', 'task', ['id'],
        written_at='system_modstamp', created_at='created_date', deleted='is_deleted',
        received_at='fivetran_synced'
    ) }}
),

events as (
    {{ judged_versions(
        'salesforce', 'event', ['id'],
        written_at='system_modstamp', created_at='created_date', deleted='is_deleted',
        received_at='fivetran_synced'
    ) }}
),

activity_types as (
    select *
    from {{ source('book', 'words') }}
    where source = 'salesforce' and vocabulary = 'activity_type'
),

known_records as (
    select * from {{ ref('base_salesforce__known_records') }}
),

company as (
    select time_zone
    from {{ source('book', 'company') }}
    group by time_zone
),

-- A task is done when it was completed. One that was closed without a stamp was done on
-- its day, and not after it was written down.
landed as (
    select
        'task' as table_name, tasks.id, tasks.who_id, tasks.what_id, tasks.owner_id,
        tasks.created_by_id, tasks.type, tasks.task_subtype as subtype,
        lower(tasks.call_disposition) as outcome_word, tasks.description,
        coalesce(tasks.is_recurrence, false) as is_series, false as is_copy,
        coalesce(tasks.is_closed, tasks.completed_date_time is not null) as is_done,
        tasks.created_date,
        coalesce(
            tasks.completed_date_time,
            least(
                {{ within_day(
                    'tasks.created_date',
                    day_meant('tasks.activity_date', 'company.time_zone'),
                    'company.time_zone'
                ) }},
                tasks.created_date
            ),
            tasks.created_date
        ) as occurred_at,
        tasks.disposition, tasks._as_of, tasks._landed_at
    from tasks
    cross join company
    union all
    select
        'event', id, who_id, what_id, owner_id,
        created_by_id, type, event_subtype,
        case when no_show_c then 'no show' else 'completed' end, description,
        coalesce(is_recurrence, false), coalesce(is_child, false),
        true,
        created_date,
        coalesce(start_date_time, activity_date_time, created_date),
        disposition, _as_of, _landed_at
    from events
),

-- Where the type has no word, what the tool made of it does, if that is anything more
-- than a task; else the type stays as it is written.
typed as (
    select
        landed.*,
        coalesce(
            type_words.value,
            case when subtype_words.value != 'task' then subtype_words.value end,
            lower(landed.type),
            subtype_words.value,
            lower(landed.subtype),
            landed.table_name
        ) as activity_type,
        landed.who_id is not null and known_records.native_id is null as is_orphan
    from landed
    left join activity_types as type_words
        on type_words.source_value = lower(landed.type)
    left join activity_types as subtype_words
        on subtype_words.source_value = lower(landed.subtype)
    left join known_records on known_records.native_id = landed.who_id
)

-- Handing over is done by writing it down. A series is what its occurrences repeat, a
-- copy the same meeting in another calendar.
select
    table_name,
    id,
    who_id,
    what_id,
    owner_id,
    created_by_id,
    activity_type,
    outcome_word,
    description,

    created_date,
    occurred_at,
    _landed_at,
    case
        when disposition != 'accepted' then disposition
        when is_series or is_copy then 'superseded'
        when is_orphan then 'held'
        when created_date > _as_of then 'held'
        when activity_type = 'handover' and who_id is not null then 'accepted'
        when activity_type = 'handover' or not is_done then 'held'
        when occurred_at <= _as_of then 'accepted'
        else 'held'
    end as disposition,
    case
        when disposition != 'accepted' or is_series or is_copy then null
        when is_orphan or (activity_type = 'handover' and who_id is null)
            then 'UNKNOWN_RECORD'
    end as reason_code
from typed
