-- One row per lead and event that says or decides a stage, with what became of it.
with events as (
    select * from {{ ref('int_stage_events') }}
),

cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

entries as (
    select * from {{ ref('int_cycle_entries') }} where definition_basis = 'then'
),

stages as (
    select * from {{ ref('int_stages') }}
),

-- An event is of the cycle open at its time, else of the nearest earlier one.
placed as (
    select
        events.*,
        cycles.cycle_number,
        stages.stage_order,
        stages.stage_path = 'exit' or events.stage = 'won' as is_exit,
        coalesce(events.occurred_at > cycles.closed_at, false) as is_after_cycle,
        bool_or(events.stage = 'won' and events.no_effect_reason is null) over (
            partition by cycles.lead_id, cycles.cycle_number
            order by events.occurred_at asc nulls last
            rows between unbounded preceding and current row
        ) as is_won
    from events
    inner join cycles
        on cycles.lead_id = events.lead_id
        and cycles.takes_from_at <= events.occurred_at
        and cycles.takes_to_at > events.occurred_at
    inner join stages on stages.stage = events.stage
),

matched as (
    select
        placed.*,
        entries.occurred_at as entered_at,
        entries.is_out_of_order,
        placed.no_effect_reason is null
        and coalesce(
            entries.occurred_at = placed.occurred_at
            and entries.system = placed.system
            and entries.evidence_type = placed.evidence_type
            and entries.reference = placed.reference,
            false
        ) as is_entry
    from placed
    left join entries
        on entries.lead_id = placed.lead_id
        and entries.cycle_number = placed.cycle_number
        and entries.stage = placed.stage
),

judged as (
    select
        *,
        case
            when no_effect_reason = 'taken back' then 'cancelled'
            when is_entry and is_out_of_order then 'out of order'
            when is_entry then 'entered'
            when no_effect_reason is not null then 'no effect'
            -- It ends no cycle, and yet what counts begins after it.
            when is_after_cycle and is_exit then 'restarted'
            when is_after_cycle then 'no effect'
            else 'superseded'
        end as effect,
        case
            when no_effect_reason is not null then no_effect_reason
            when is_entry and is_out_of_order then 'a later stage came before it'
            when is_entry and undone_at is not null and has_later_cycle
                then 'undone when a later cycle was open'
            when is_entry and undone_at is not null then 'undone after the grace'
            when is_entry then null
            when is_after_cycle and is_won and stage = 'opportunity' then 'expansion'
            when is_after_cycle then 'no cycle is open'
            when entered_at <= occurred_at then 'the stage was entered before'
            else 'better evidence came later'
        end as effect_reason
    from matched
)

-- The order of one person's events: the instant, what is computed and the MA before the
-- SFA, the stages, and then the record.
select
    lead_id,
    stage,
    effect,
    effect_reason,
    definition_id,
    system,
    source,
    signal,
    evidence_type,
    event_id,
    actor_id,
    reason,

    row_number() over (
        partition by lead_id
        order by
            occurred_at asc nulls last,
            case when system = 'sfa' then 1 else 0 end asc nulls last,
            stage_order asc nulls last,
            system asc nulls last,
            source asc nulls last,
            signal asc nulls last,
            evidence_type asc nulls last,
            event_id asc nulls last,
            undone_at asc nulls last
    ) as event_number,
    cycle_number,

    is_adoption,

    occurred_at,
    undone_at,
    recorded_at,
    landed_at
from judged
