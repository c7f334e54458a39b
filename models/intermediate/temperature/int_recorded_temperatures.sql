-- One row per lead and interval in which sales recorded the same temperature, or none.
with attribute_events as (
    select * from {{ ref('int_attribute_events') }}
    where signal = 'sfa_field' and attribute = 'temperature'
),

leads as (
    select * from {{ ref('int_leads') }}
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'sfa_record'
),

records as (
    select * from {{ ref('int_port_records') }}
),

entry_fields as (
    select * from {{ ref('int_port_entry_fields') }}
    where object = 'sfa_record' and field = 'temperature'
),

words as (
    select * from {{ source('book', 'words') }} where vocabulary = 'temperature'
),

known_words as (
    select value from words group by value
),

first_words as (
    select lead_id, min(observed_at) as observed_at
    from attribute_events
    group by lead_id
),

-- Sales can record a temperature once there is a record that has the field.
record_starts as (
    select
        identities.lead_id,
        min(date_trunc('second', identities.created_at)) as known_from_at
    from identities
    inner join records
        on records.source = identities.source
        and records.source_record_id = identities.native_id
    inner join entry_fields
        on entry_fields.source = records.source
        and entry_fields.record_type in ('(any)', records.record_type)
    where identities.created_at is not null
    group by identities.lead_id
),

said as (
    select
        lead_id,
        cast(null as varchar) as recorded_temperature,
        false as can_sales_say,
        timestamp '0001-01-01 00:00:00' as from_at
    from leads
    union all
    select record_starts.lead_id, null, true, record_starts.known_from_at
    from record_starts
    left join first_words on first_words.lead_id = record_starts.lead_id
    where coalesce(first_words.observed_at > record_starts.known_from_at, true)
    union all
    select
        attribute_events.lead_id,
        case
            when attribute_events.value is null or known_words.value is not null
                then attribute_events.value
            else '(unmapped)'
        end,
        true,
        attribute_events.observed_at
    from attribute_events
    left join known_words on known_words.value = attribute_events.value
),

followed as (
    select
        *,
        lag(can_sales_say) over lead_words as could_sales_say,
        lag(recorded_temperature) over lead_words as recorded_before
    from said
    window lead_words as (partition by lead_id order by from_at asc nulls last)
)

select
    lead_id,
    recorded_temperature,

    can_sales_say,

    from_at,
    coalesce(
        lead(from_at) over (partition by lead_id order by from_at asc nulls last),
        timestamp '9999-12-31 00:00:00'
    ) as to_at
from followed
where
    can_sales_say is distinct from could_sales_say
    or recorded_temperature is distinct from recorded_before
