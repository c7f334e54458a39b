-- One row per lead and instant at which a recorded exit ends whatever cycle is open.
with evidence as (
    select * from {{ ref('int_stage_evidence') }}
    where stage_path = 'exit' or stage = 'won'
),

opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

leads as (
    select * from {{ ref('int_leads') }}
),

-- Where the SFA knows the person it is the system of record: the MA's log repeats it.
recorded_exits as (
    select evidence.*
    from evidence
    inner join leads on leads.lead_id = evidence.lead_id
    where evidence.system = 'sfa' or not leads.has_sfa_record
),

-- A lost deal ends nothing while the lead has another one open.
still_open as (
    select recorded_exits.lead_id, recorded_exits.event_id
    from recorded_exits
    inner join opportunities
        on opportunities.lead_id = recorded_exits.lead_id
        and opportunities.opportunity_id != recorded_exits.event_id
        and opportunities.created_at <= recorded_exits.occurred_at
        and coalesce(
            opportunities.won_at, opportunities.lost_at, timestamp '9999-12-31'
        )
            > recorded_exits.occurred_at
    where recorded_exits.signal = 'opportunity_lost'
    group by recorded_exits.lead_id, recorded_exits.event_id
),

ending_exits as (
    select recorded_exits.*
    from recorded_exits
    left join still_open
        on still_open.lead_id = recorded_exits.lead_id
        and still_open.event_id = recorded_exits.event_id
        and recorded_exits.signal = 'opportunity_lost'
    where still_open.event_id is null
),

-- Two exits of one second are one; the stage order says which.
ranked as (
    select
        *,
        row_number() over (
            partition by lead_id, occurred_at
            order by
                stage_order asc nulls last,
                priority asc nulls last,
                event_id asc nulls last
        ) as exit_rank
    from ending_exits
)

select
    lead_id,
    stage,
    definition_id,
    system,
    evidence_type,
    actor_id,
    reason,

    row_number() over (
        partition by lead_id order by occurred_at asc nulls last
    ) as exit_number,

    occurred_at,
    recorded_at,
    landed_at
from ranked
where exit_rank = 1
