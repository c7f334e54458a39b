-- id: every_event_is_in_the_history
-- table: marts.mart_lead_history
-- kind: one story
-- promise: The history of the leads tells every event of a stage, every hand-over and
--   every change of a temperature, by rule or else by sales, exactly once, in its cycle
--   and at its instant, and no other; and of every crossed threshold that it tells there
--   is a crossing.
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

-- Another version, or a record that sales leave empty, changes no temperature.
intervals as (
    select
        temperatures.*,
        neighbours.temperature as temperature_before,
        neighbours.recorded_temperature as recorded_before
    from facts.fct_temperatures as temperatures
    left join facts.fct_temperatures as neighbours
        on neighbours.lead_id = temperatures.lead_id
        and neighbours.to_at = temperatures.from_at
),

warmed as (
    select
        lead_id, 'temperature' as event, temperature as stage, from_at
    from intervals
    where temperature is distinct from temperature_before
    union all
    select
        lead_id, 'temperature recorded' as event,
        nullif(recorded_temperature, '(unmapped)') as stage, from_at
    from intervals
    where
        temperature is not distinct from temperature_before
        and recorded_temperature is distinct from recorded_before
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
        warmed.lead_id, 'temperature' as event_kind, warmed.event,
        warmed.stage, null as effect_reason,
        -- The cycle open at the time, else the nearest earlier one, else the first.
        coalesce(
            (
                select max(cycles.cycle_number)
                from facts.fct_lead_cycles as cycles
                where
                    cycles.lead_id = warmed.lead_id
                    and cycles.opened_at <= warmed.from_at
            ),
            1
        ) as cycle_number,
        warmed.from_at as occurred_at, null as undone_at
    from warmed
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
