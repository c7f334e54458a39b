-- One row per way of cutting gaps and recorded exit, with whether it was taken back.
with bases as (
    select * from {{ ref('int_definition_bases') }}
),

definitions as (
    select * from {{ ref('int_definitions') }}
),

definition_segments as (
    select * from {{ ref('int_definition_segments') }} where stage = 'mql'
),

evidence as (
    select * from {{ ref('int_stage_evidence') }}
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'sfa_record'
),

run as (
    select * from {{ ref('int_run') }}
),

sfa_knows as (
    select lead_id, min(created_at) as known_from_at
    from identities
    where is_delivered
    group by lead_id
),

gap_bases as (
    select gap_basis
    from bases
    group by gap_basis
),

exits as (
    select
        gap_bases.gap_basis,
        evidence.*,
        {{ company_day('evidence.occurred_at') }} as day_on,
        coalesce(profiles.attribute_mask, 0) as attribute_mask
    from evidence
    inner join gap_bases on gap_bases.gap_basis = evidence.definition_basis
    cross join run
    left join profiles
        on profiles.lead_id = evidence.lead_id
        and profiles.valid_from_at <= evidence.occurred_at
        and profiles.valid_to_at > evidence.occurred_at
    where evidence.stage_path = 'exit' or evidence.stage = 'won'
),

-- The cool-down is the one written in the MQL definition that applies at the exit.
cool_downs as (
    select
        exits.gap_basis,
        exits.lead_id,
        exits.occurred_at,
        max(definition_segments.cool_down_days) as cool_down_days
    from exits
    inner join definition_segments
        on definition_segments.definition_basis = exits.gap_basis
        and definition_segments.from_on <= exits.day_on
        and definition_segments.to_on > exits.day_on
        and (exits.attribute_mask & definition_segments.segment_bit)
        = definition_segments.segment_bit
        and (exits.attribute_mask & definition_segments.excluded_mask) = 0
    group by exits.gap_basis, exits.lead_id, exits.occurred_at
),

-- Once the cool-down is over a rule may open the next cycle any time.
dated as (
    select
        exits.*,
        {{ add_hours('exits.occurred_at', 'definitions.grace_hours') }}
            as grace_ends_at,
        {{ add_days('exits.occurred_at', 'coalesce(cool_downs.cool_down_days, 0)') }}
            as cooled_after_at
    from exits
    inner join definitions
        on definitions.definition_basis = exits.gap_basis
        and definitions.definition_id = exits.definition_id
    left join cool_downs
        on cool_downs.gap_basis = exits.gap_basis
        and cool_downs.lead_id = exits.lead_id
        and cool_downs.occurred_at = exits.occurred_at
),

-- A deal of somebody just won is expansion.
later_cycles as (
    select
        dated.gap_basis,
        dated.lead_id,
        dated.stage,
        dated.occurred_at,
        dated.undone_at
    from dated
    inner join evidence
        on evidence.definition_basis = dated.gap_basis
        and evidence.lead_id = dated.lead_id
        and evidence.occurred_at > dated.occurred_at
        and evidence.occurred_at < dated.undone_at
    where
        evidence.stage in ('sal', 'sql', 'opportunity')
        and not (dated.stage = 'won' and evidence.stage = 'opportunity')
    group by
        dated.gap_basis, dated.lead_id, dated.stage, dated.occurred_at, dated.undone_at
)

-- Once the SFA knows the person it is the system of record: the MA's log repeats it.
select
    dated.gap_basis,
    dated.lead_id,
    dated.stage,
    dated.definition_id,
    dated.system,
    dated.source,
    dated.signal,
    dated.evidence_type,
    dated.event_id,
    dated.actor_id,
    dated.reason,

    dated.stage_order,
    dated.priority,

    dated.system = 'sfa'
    or sfa_knows.lead_id is null
    or coalesce(
        dated.occurred_at < date_trunc('second', sfa_knows.known_from_at), false
    ) as is_heard,
    later_cycles.lead_id is not null as has_later_cycle,
    later_cycles.lead_id is null
    and coalesce(
        dated.undone_at <= {{ earliest(
            ['dated.grace_ends_at', 'dated.cooled_after_at']
        ) }},
        false
    ) as is_cancelled,

    dated.occurred_at,
    dated.undone_at,
    dated.cooled_after_at,
    dated.recorded_at,
    dated.landed_at
from dated
left join sfa_knows on sfa_knows.lead_id = dated.lead_id
left join later_cycles
    on later_cycles.gap_basis = dated.gap_basis
    and later_cycles.lead_id = dated.lead_id
    and later_cycles.stage = dated.stage
    and later_cycles.occurred_at = dated.occurred_at
    and later_cycles.undone_at = dated.undone_at
