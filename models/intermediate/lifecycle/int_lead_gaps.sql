-- One row per lead and stretch between two of its exits: at most one cycle lives in it.
with leads as (
    select * from {{ ref('int_leads') }}
),

exits as (
    select * from {{ ref('int_lead_exits') }}
),

evidence as (
    select * from {{ ref('int_stage_evidence') }}
),

definition_segments as (
    select * from {{ ref('int_definition_segments') }}
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

run as (
    select * from {{ ref('int_run') }}
),

first_evidence as (
    select lead_id, min(occurred_at) as occurred_at
    from evidence
    group by lead_id
),

-- Backdated evidence moves the acquisition, so that no stage precedes it.
acquired as (
    select
        leads.lead_id,
        least(
            coalesce(
                date_trunc('second', leads.created_at), first_evidence.occurred_at
            ),
            coalesce(first_evidence.occurred_at, date_trunc('second', leads.created_at))
        ) as acquired_at
    from leads
    left join first_evidence on first_evidence.lead_id = leads.lead_id
),

-- The cool-down is the one written in the MQL definition that applies at the exit.
cooled as (
    select
        exits.lead_id,
        exits.exit_number,
        exits.stage,
        exits.occurred_at,
        coalesce(max(definition_segments.cool_down_days), 0) as cool_down_days
    from exits
    cross join run
    left join profiles
        on profiles.lead_id = exits.lead_id
        and profiles.valid_from_at <= exits.occurred_at
        and profiles.valid_to_at > exits.occurred_at
    left join definition_segments
        on definition_segments.from_on
        <= {{ local_day('exits.occurred_at', 'run.time_zone') }}
        and definition_segments.to_on
        > {{ local_day('exits.occurred_at', 'run.time_zone') }}
        and (coalesce(profiles.attribute_mask, 0) & definition_segments.segment_bit)
        = definition_segments.segment_bit
        and (coalesce(profiles.attribute_mask, 0) & definition_segments.excluded_mask)
        = 0
    group by exits.lead_id, exits.exit_number, exits.stage, exits.occurred_at
),

openings as (
    select
        lead_id,
        0 as gap_number,
        cast(null as varchar) as previous_exit,
        cast(null as timestamp) as starts_after_at,
        cast(null as timestamp) as cooled_after_at,
        acquired_at
    from acquired
    where acquired_at is not null
    union all
    select
        cooled.lead_id,
        cooled.exit_number,
        cooled.stage,
        cooled.occurred_at,
        {{ add_days('cooled.occurred_at', 'cooled.cool_down_days') }},
        acquired.acquired_at
    from cooled
    inner join acquired on acquired.lead_id = cooled.lead_id
)

select
    openings.lead_id,
    openings.previous_exit,
    exits.stage as exit_stage,

    openings.gap_number,

    openings.acquired_at,
    openings.starts_after_at,
    openings.cooled_after_at,
    exits.occurred_at as exit_at
from openings
left join exits
    on exits.lead_id = openings.lead_id
    and exits.exit_number = openings.gap_number + 1
