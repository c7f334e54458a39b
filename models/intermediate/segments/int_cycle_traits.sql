-- One row per lead cycle (basis then), with what its person was when it opened.
with cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

attribute_events as (
    select * from {{ ref('int_attribute_events') }}
    where
        signal = 'attribute'
        and attribute in ('industry', 'employees', 'job_level')
        and value is not null
),

attribute_values as (
    select * from {{ source('book', 'attribute_values') }}
    where attribute in ('industry', 'job_level')
),

size_bands as (
    select * from {{ ref('int_company_size_bands') }}
),

-- Several words mean one value.
known_values as (
    select attribute, value
    from attribute_values
    group by attribute, value
),

last_seen as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        attribute_events.attribute,
        max(attribute_events.observed_at) as observed_at
    from cycles
    inner join attribute_events
        on attribute_events.lead_id = cycles.lead_id
        and attribute_events.observed_at <= cycles.opened_at
    group by
        cycles.definition_basis, cycles.lead_id, cycles.cycle_number,
        attribute_events.attribute
),

seen as (
    select
        last_seen.definition_basis,
        last_seen.lead_id,
        last_seen.cycle_number,
        last_seen.attribute,
        case
            when last_seen.attribute = 'employees'
                then coalesce(size_bands.company_size, '(none)')
            else coalesce(known_values.value, '(unmapped)')
        end as trait
    from last_seen
    inner join attribute_events
        on attribute_events.lead_id = last_seen.lead_id
        and attribute_events.attribute = last_seen.attribute
        and attribute_events.observed_at = last_seen.observed_at
    left join known_values
        on known_values.attribute = attribute_events.attribute
        and known_values.value = attribute_events.value
    left join size_bands
        on size_bands.employees_from <= attribute_events.value_number
        and coalesce(size_bands.employees_below > attribute_events.value_number, true)
)

select
    definition_basis,
    lead_id,
    coalesce(max(case when attribute = 'industry' then trait end), '(none)')
        as industry,
    coalesce(max(case when attribute = 'employees' then trait end), '(none)')
        as company_size,
    coalesce(max(case when attribute = 'job_level' then trait end), '(none)')
        as job_level,

    cycle_number
from seen
group by definition_basis, lead_id, cycle_number
