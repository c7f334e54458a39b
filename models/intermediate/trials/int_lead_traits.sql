-- One row per lead, with what trials are broken down by, as known at the as-of.
with leads as (
    select * from {{ ref('int_leads') }}
),

attribute_events as (
    select * from {{ ref('int_attribute_events') }}
    where signal = 'attribute' and attribute in ('industry', 'employees')
),

attribute_values as (
    select * from {{ source('book', 'attribute_values') }} where attribute = 'industry'
),

size_bands as (
    select * from {{ ref('int_company_size_bands') }}
),

last_observed as (
    select lead_id, attribute, max(observed_at) as observed_at
    from attribute_events
    group by lead_id, attribute
),

last_values as (
    select attribute_events.*
    from attribute_events
    inner join last_observed
        on last_observed.lead_id = attribute_events.lead_id
        and last_observed.attribute = attribute_events.attribute
        and last_observed.observed_at = attribute_events.observed_at
),

-- Several words mean one industry.
industries as (
    select value
    from attribute_values
    group by value
)

select
    leads.lead_id,
    leads.channel,
    case
        when industry.value is null then '(none)'
        else coalesce(industries.value, '(unmapped)')
    end as industry,
    coalesce(size_bands.company_size, '(none)') as company_size
from leads
left join last_values as industry
    on industry.lead_id = leads.lead_id
    and industry.attribute = 'industry'
left join industries on industries.value = industry.value
left join last_values as employees
    on employees.lead_id = leads.lead_id
    and employees.attribute = 'employees'
left join size_bands
    on size_bands.employees_from <= employees.value_number
    and coalesce(size_bands.employees_below > employees.value_number, true)
