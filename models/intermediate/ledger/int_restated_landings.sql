-- One row per restated person and row of a tool about it: when it happened and landed.
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

restated as (
    select identities.source, identities.object, identities.native_id, parts.person_id
    from identities
    inner join parts on parts.person_id = identities.lead_id
    group by
        identities.source, identities.object, identities.native_id, parts.person_id
),

-- A record shows its newest version: of when it was what, only its history tells.
record_rows as (
    select source, 'ma_lead' as object, source_record_id as native_id,
        cast(null as timestamp) as happened_at, cast(null as timestamp) as recorded_at,
        landed_at
    from leads
    union all
    select source, 'ma_lead', source_record_id, changed_at, recorded_at, landed_at
    from lead_changes
    union all
    select source, 'ma_lead', source_record_id, observed_at, null, landed_at
    from lead_attributes
    union all
    select source, 'ma_lead', source_record_id, occurred_at, recorded_at, landed_at
    from touches
    union all
    select source, 'sfa_record', source_record_id, null, null, landed_at
    from records
    union all
    select source, 'sfa_record', source_record_id, changed_at, recorded_at, landed_at
    from record_changes
    union all
    select source, 'sfa_record', source_record_id, occurred_at, recorded_at, landed_at
    from activities
),

landings as (
    select
        restated.person_id,
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
        lead_id, coalesce(won_at, lost_at, created_at), updated_at, landed_at
    from opportunities
    union all
    select
        opportunities.lead_id, opportunity_changes.changed_at,
        opportunity_changes.recorded_at, opportunity_changes.landed_at
    from opportunity_changes
    inner join opportunities
        on opportunities.source = opportunity_changes.source
        and opportunities.opportunity_id = opportunity_changes.opportunity_id
)

select
    person_id,

    happened_at,
    recorded_at,
    greatest(happened_at, coalesce(recorded_at, happened_at)) as visible_at,
    landed_at
from landings
