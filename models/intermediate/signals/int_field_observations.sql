-- One row per SFA record, field that is read and value of it that was seen.
with records as (
    select * from {{ ref('int_port_records') }}
),

record_changes as (
    select * from {{ ref('int_port_record_changes') }}
),

clauses as (
    select * from {{ ref('int_clauses') }} where signal = 'sfa_field'
),

fields_in_use as (
    select signal_argument as field from clauses
    union
    -- What sales recorded is compared with the temperature by rule.
    select 'temperature'
),

shown as (
    select source, source_record_id, 'temperature' as field, temperature as value,
        created_at
    from records
    union all
    select source, source_record_id, 'lead_source', lead_source, created_at
    from records
),

changes as (
    select
        record_changes.*,
        row_number() over (
            partition by
                record_changes.source, record_changes.source_record_id,
                record_changes.field
            order by
                record_changes.changed_at asc nulls last,
                record_changes.change_id asc nulls last
        ) as change_rank
    from record_changes
    inner join fields_in_use on fields_in_use.field = record_changes.field
),

-- A field that never changed shows what it showed when the record was made.
never_changed as (
    select shown.*
    from shown
    inner join fields_in_use on fields_in_use.field = shown.field
    left join changes
        on changes.source = shown.source
        and changes.source_record_id = shown.source_record_id
        and changes.field = shown.field
        and changes.change_rank = 1
    where changes.change_id is null and shown.value is not null
),

before_first_change as (
    select changes.*, records.created_at
    from changes
    inner join records
        on records.source = changes.source
        and records.source_record_id = changes.source_record_id
    where
        changes.change_rank = 1
        and changes.old_value is not null
        and records.created_at <= changes.changed_at
)

select
    source,
    source_record_id,
    field,
    value,
    '' as event_id,

    created_at as observed_at
from never_changed
where created_at is not null
union all
select
    source,
    source_record_id,
    field,
    old_value as value,
    '' as event_id,

    created_at as observed_at
from before_first_change
union all
select
    source,
    source_record_id,
    field,
    new_value as value,
    change_id as event_id,

    changed_at as observed_at
from changes
