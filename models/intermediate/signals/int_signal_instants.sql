-- One row per lead and instant, other than a touch, at which a rule is evaluated.
with attribute_events as (
    select * from {{ ref('int_attribute_events') }}
),

status_events as (
    select * from {{ ref('int_status_events') }}
),

definitions as (
    select * from {{ ref('int_definitions') }}
    where definition_basis = 'then' and stage = 'mql'
),

gaps as (
    select * from {{ ref('int_lead_gaps') }}
),

run as (
    select * from {{ ref('int_run') }}
),

instants as (
    select
        lead_id,
        observed_at as occurred_at,
        cast(null as varchar) as only_definition_id,
        true as is_attribute
    from attribute_events
    union all
    select lead_id, occurred_at, null, false
    from status_events
    union all
    -- Adoption is a signal for the definition that is adopted, and for no other.
    select gaps.lead_id, definitions.valid_from_at, definitions.definition_id, false
    from definitions
    inner join gaps
        on gaps.gap_basis = definitions.definition_basis
        and gaps.gap_number = 0
    cross join run
    where
        definitions.adoption_policy = 'at_adoption'
        and definitions.valid_from_on is not null
        and definitions.valid_from_at <= run.as_of
)

select
    instants.lead_id,
    instants.only_definition_id,

    gaps.gap_basis,
    gaps.gap_number,

    bool_or(instants.is_attribute) as has_attribute_change,

    {{ local_day('instants.occurred_at', 'run.time_zone') }} as day_on,
    instants.occurred_at
from instants
inner join gaps
    on gaps.lead_id = instants.lead_id
    and gaps.acquired_at <= instants.occurred_at
    and (gaps.cooled_after_at is null or instants.occurred_at > gaps.cooled_after_at)
    and (gaps.exit_at is null or instants.occurred_at <= gaps.exit_at)
cross join run
where
    instants.occurred_at <= run.as_of
    and (instants.only_definition_id is null or gaps.gap_basis = 'then')
group by
    instants.lead_id, instants.only_definition_id, gaps.gap_basis, gaps.gap_number,
    run.time_zone, instants.occurred_at
