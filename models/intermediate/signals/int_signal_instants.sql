-- One row per lead and instant, other than a touch, at which a rule is evaluated.
with attribute_events as (
    select * from {{ ref('int_attribute_events') }} where signal = 'attribute'
),

status_events as (
    select * from {{ ref('int_status_events') }}
),

gap_records as (
    select * from {{ ref('int_gap_records') }}
),

definitions as (
    select * from {{ ref('int_definitions') }}
    where definition_basis = 'then' and stage != 'lead' and stage_path = 'success'
),

gaps as (
    select * from {{ ref('int_lead_gaps') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- A status is a signal for every rule; another record for those that read records.
instants as (
    select
        lead_id,
        observed_at as occurred_at,
        cast(null as varchar) as only_definition_id,
        true as is_attribute,
        false as is_record,
        false as is_told_by_people
    from attribute_events
    union all
    select lead_id, occurred_at, null, false, false, true
    from status_events
    union all
    select lead_id, occurred_at, null, signal = 'sfa_field', true, true
    from gap_records
    union all
    -- Adoption is a signal for the definition that is adopted, and for no other.
    select
        gaps.lead_id, definitions.valid_from_at, definitions.definition_id,
        false, false, false
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

-- In the cool-down only what people record is a signal, and not for an MQL.
select
    instants.lead_id,
    instants.only_definition_id,

    gaps.gap_basis,
    gaps.gap_number,

    bool_or(instants.is_attribute) as has_attribute_change,
    bool_and(instants.is_record) as is_record_only,
    coalesce(instants.occurred_at <= gaps.cooled_after_at, false) as is_waiting,

    {{ company_day('instants.occurred_at') }} as day_on,
    instants.occurred_at
from instants
inner join gaps
    on gaps.lead_id = instants.lead_id
    and gaps.acquired_at <= instants.occurred_at
    and (
        gaps.cooled_after_at is null
        or instants.occurred_at > gaps.cooled_after_at
        or (
            instants.is_told_by_people
            and instants.occurred_at > gaps.starts_after_at
        )
    )
    and (gaps.exit_at is null or instants.occurred_at <= gaps.exit_at)
cross join run
where
    instants.occurred_at <= run.as_of
    and (instants.only_definition_id is null or gaps.gap_basis = 'then')
group by
    instants.lead_id, instants.only_definition_id, gaps.gap_basis, gaps.gap_number,
    gaps.cooled_after_at, run.time_zone,
    run.utc_offset_minutes, instants.occurred_at
