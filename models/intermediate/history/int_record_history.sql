-- One row per lead and thing that happened to a record of it, other than its stages.
with status_changes as (
    select * from {{ ref('int_status_changes') }}
),

record_merges as (
    select * from {{ ref('int_port_merges') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

identities as (
    select * from {{ ref('int_identities') }}
),

user_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'user'
),

merged_away as (
    select source, object, loser_id
    from record_merges
    group by source, object, loser_id
),

-- A status that says a stage is an event of that stage; what says none is told here.
statuses as (
    select
        identities.lead_id,
        'status' as event,
        status_changes.system,
        status_changes.old_stage as said_before,
        status_changes.new_stage as said,
        status_changes.source || ' ' || status_changes.change_id as reference,
        user_keys.record_key as actor_id,
        date_trunc('second', status_changes.changed_at) as occurred_at,
        status_changes.recorded_at,
        status_changes.landed_at
    from status_changes
    inner join identities
        on identities.source = status_changes.source
        and identities.object = status_changes.object
        and identities.native_id = status_changes.native_id
    left join user_keys
        on user_keys.source = status_changes.source
        and user_keys.native_id = status_changes.changed_by
    where coalesce(status_changes.new_stage, 'lead') = 'lead'
),

fates as (
    select
        identities.lead_id,
        'merge' as event,
        identities.object,
        {{ key_text('identities.record_key') }} as reference,
        record_merges.merged_at as occurred_at,
        record_merges.landed_at
    from record_merges
    inner join identities
        on identities.source = record_merges.source
        and identities.object = record_merges.object
        and identities.native_id = record_merges.loser_id
    union all
    select
        identities.lead_id, 'conversion', identities.object,
        {{ key_text('identities.record_key') }},
        records.converted_at, records.landed_at
    from records
    inner join identities
        on identities.source = records.source
        and identities.object = 'sfa_record'
        and identities.native_id = records.source_record_id
    where records.converted_at is not null
    union all
    -- What was merged away was deleted for that.
    select
        identities.lead_id, 'deletion', identities.object,
        {{ key_text('identities.record_key') }},
        identities.deleted_at, null
    from identities
    left join merged_away
        on merged_away.source = identities.source
        and merged_away.object = identities.object
        and merged_away.loser_id = identities.native_id
    where identities.deleted_at is not null and merged_away.loser_id is null
)

select
    lead_id,
    event,
    system,
    said_before,
    said,
    reference,
    actor_id,

    occurred_at,
    recorded_at,
    landed_at
from statuses
union all
select
    lead_id,
    event,
    case when object = 'ma_lead' then 'ma' else 'sfa' end as system,
    null as said_before,
    null as said,
    reference,
    {{ as_key('null') }} as actor_id,

    date_trunc('second', occurred_at) as occurred_at,
    null as recorded_at,
    landed_at
from fates
