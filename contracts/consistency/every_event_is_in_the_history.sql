-- id: every_event_is_in_the_history
-- table: marts.mart_lead_history
-- kind: one story
-- promise: The history of the leads tells every event of a stage, every hand-over and
--   every change of a temperature exactly once, in its cycle and at its instant, and no
--   other; and of every crossed threshold that it tells there is a crossing.
with history as (
    select * from {batch}
),

told as (
    select
        lead_id, event_kind, event, stage, effect_reason, cycle_number, occurred_at,
        undone_at
    from history
    where event_kind in ('stage', 'handover', 'temperature')
),

happened as (
    select
        lead_id, 'stage' as event_kind, effect as event, stage, effect_reason,
        cycle_number, occurred_at, undone_at
    from facts.fct_stage_events
    union all
    select
        lead_id, 'handover' as event_kind, 'handover' as event, null as stage,
        null as effect_reason, cycle_number, handed_over_at as occurred_at,
        null as undone_at
    from facts.fct_handovers
    union all
    select
        temperatures.lead_id, 'temperature' as event_kind, 'temperature' as event,
        temperatures.temperature as stage, null as effect_reason,
        -- The cycle open at the time, else the nearest earlier one, else the first.
        coalesce(
            (
                select max(cycles.cycle_number)
                from facts.fct_lead_cycles as cycles
                where
                    cycles.lead_id = temperatures.lead_id
                    and cycles.opened_at <= temperatures.from_at
            ),
            1
        ) as cycle_number,
        temperatures.from_at as occurred_at, null as undone_at
    from facts.fct_temperatures as temperatures
),

differing as (
    (select * from told except all select * from happened)
    union all
    (select * from happened except all select * from told)
),

uncrossed as (
    select
        history.lead_id,
        history.event_kind,
        history.occurred_at
    from history
    left join facts.fct_score_crossings as crossings
        on crossings.lead_id = history.lead_id
        and crossings.counts_from = 'lifetime'
        and crossings.crossed_at = history.occurred_at
        and crossings.direction
        = case when history.event = 'score rose' then 'upward' else 'downward' end
    where
        history.event in ('score rose', 'score fell')
        and crossings.lead_id is null
)

select lead_id, event_kind, occurred_at from differing
union
select lead_id, event_kind, occurred_at from uncrossed
