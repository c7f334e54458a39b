-- id: no_recorded_stage_disappears
-- table: facts.fct_stage_events
-- kind: recounts
-- promise: Every status and every turn of a deal that a tool recorded of a counted lead
--   is an event, with or without effect, and no such event is there that was not
--   recorded.
with events as (
    select * from {batch}
),

-- One record may be read as more than one stage.
published as (
    select
        lead_id,
        occurred_at,
        case when signal like 'opportunity_%' then signal else 'status' end as said,
        count(*) as events
    from events
    where
        signal in (
            'sfa_status', 'ma_status', 'declared_stage', 'opportunity_created',
            'opportunity_won', 'opportunity_lost'
        )
    group by all
),

-- What precedes the first cycle is of the first; a cycle that does not count hides what
-- is of it.
recorded as (
    select
        signals.lead_id,
        signals.occurred_at,
        case when signals.signal like 'opportunity_%' then signals.signal else 'status'
        end as said,
        count(*) as signals
    from intermediate.int_recorded_signals as signals
    where
        signals.signal in (
            'sfa_status', 'ma_status', 'opportunity_created', 'opportunity_won',
            'opportunity_lost'
        )
        and signals.signal_argument is distinct from 'lead'
        and exists (
            select 1
            from intermediate.int_cycles as cycles
            where
                cycles.definition_basis = 'then'
                and cycles.lead_id = signals.lead_id
        )
        and not exists (
            select 1
            from intermediate.int_cycle_exclusions as exclusions
            where
                exclusions.definition_basis = 'then'
                and exclusions.lead_id = signals.lead_id
                and exclusions.cycle_number = (
                    select coalesce(max(cycles.cycle_number), 1)
                    from intermediate.int_cycles as cycles
                    where
                        cycles.definition_basis = 'then'
                        and cycles.lead_id = signals.lead_id
                        and cycles.opened_at <= signals.occurred_at
                )
        )
    group by all
)

select
    coalesce(recorded.lead_id, published.lead_id) as lead_id,
    coalesce(recorded.occurred_at, published.occurred_at) as occurred_at
from recorded
full outer join published
    on published.lead_id = recorded.lead_id
    and published.occurred_at = recorded.occurred_at
    and published.said = recorded.said
where not coalesce(published.events >= recorded.signals, false)
group by all
