-- One row per restated person and row about it that a rule reads: when it happened.
with parts as (
    select * from {{ ref('int_restatement_parts') }}
),

identities as (
    select * from {{ ref('int_identities') }}
),

leads as (
    select * from {{ ref('int_port_leads') }}
),

lead_changes as (
    select * from {{ ref('int_port_lead_changes') }}
),

lead_attributes as (
    select * from {{ ref('int_port_lead_attributes') }}
),

touches as (
    select * from {{ ref('int_port_touches') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

record_changes as (
    select * from {{ ref('int_port_record_changes') }}
),

activities as (
    select * from {{ ref('int_port_sales_activities') }}
),

opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

opportunity_changes as (
    select * from {{ ref('int_port_opportunity_changes') }}
),

rule_readings as (
    select * from {{ ref('int_rule_readings') }}
),

run as (
    select * from {{ ref('int_run') }}
),

restated as (
    select identities.source, identities.object, identities.native_id, parts.person_id
    from identities
    inner join parts on parts.person_id = {{ key_text('identities.lead_id') }}
    group by
        identities.source, identities.object, identities.native_id, parts.person_id
),

read_rows as (
    select touches.source, 'ma_lead' as object, touches.source_record_id as native_id,
        'touch' as kind, touches.occurred_at as happened_at, touches.recorded_at,
        touches.landed_at
    from touches
    left join rule_readings
        on rule_readings.kind = 'touch'
        and rule_readings.field = touches.touch_type
    left join rule_readings as content_readings
        on content_readings.kind = 'content' and touches.content_id is not null
    where rule_readings.kind is not null or content_readings.kind is not null
    union all
    select lead_changes.source, 'ma_lead', lead_changes.source_record_id, 'change',
        lead_changes.changed_at, lead_changes.recorded_at, lead_changes.landed_at
    from lead_changes
    inner join rule_readings
        on rule_readings.kind = 'lead_field'
        and rule_readings.field = lead_changes.field
    union all
    select lead_attributes.source, 'ma_lead', lead_attributes.source_record_id,
        'change', lead_attributes.observed_at, null, lead_attributes.landed_at
    from lead_attributes
    inner join rule_readings
        on rule_readings.kind = 'lead_field'
        and rule_readings.field = lead_attributes.attribute
    union all
    select record_changes.source, 'sfa_record', record_changes.source_record_id,
        'change', record_changes.changed_at, record_changes.recorded_at,
        record_changes.landed_at
    from record_changes
    inner join rule_readings
        on rule_readings.kind = 'record_field'
        and rule_readings.field = record_changes.field
    union all
    select activities.source, 'sfa_record', activities.source_record_id, 'change',
        activities.occurred_at, activities.recorded_at, activities.landed_at
    from activities
    inner join rule_readings
        on rule_readings.kind = 'activity'
        and rule_readings.field = activities.activity_type || '_outcome'
),

-- A record shows its newest version: since when it says what, only its history tells.
record_rows as (
    select * from read_rows
    union all
    select source, 'ma_lead', source_record_id, 'record', null, updated_at, landed_at
    from leads
    union all
    select source, 'sfa_record', source_record_id, 'record', null, updated_at, landed_at
    from records
),

landings as (
    select
        restated.person_id,
        record_rows.kind,
        record_rows.happened_at,
        record_rows.recorded_at,
        record_rows.landed_at
    from record_rows
    inner join restated
        on restated.source = record_rows.source
        and restated.object = record_rows.object
        and restated.native_id = record_rows.native_id
    union all
    select
        {{ key_text('lead_id') }},
        case when coalesce(won_at, lost_at) is null then 'record' else 'change' end,
        coalesce(won_at, lost_at), updated_at, landed_at
    from opportunities
    union all
    select
        {{ key_text('opportunities.lead_id') }}, 'change',
        opportunity_changes.changed_at,
        opportunity_changes.recorded_at, opportunity_changes.landed_at
    from opportunity_changes
    inner join opportunities
        on opportunities.source = opportunity_changes.source
        and opportunities.opportunity_id = opportunity_changes.opportunity_id
    where lower(opportunity_changes.field) = 'stage'
)

select
    landings.person_id,
    landings.kind,

    {{ company_day('landings.happened_at') }} as happened_on,
    landings.happened_at,
    landings.recorded_at,
    greatest(
        landings.happened_at, coalesce(landings.recorded_at, landings.happened_at)
    ) as visible_at,
    landings.landed_at
from landings
cross join run
