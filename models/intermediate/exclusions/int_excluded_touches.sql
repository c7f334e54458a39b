-- One row per touch that no person made, with the rule that says so.
with rules as (
    select * from {{ ref('int_exclusion_rules') }} where signal = 'touch_burst'
),

touches as (
    select * from {{ ref('int_port_touches') }} where source_record_id is not null
),

ruled as (
    select
        rules.exclusion_id,
        rules.min_count,
        rules.within_seconds,
        touches.source,
        touches.touch_id,
        touches.source_record_id,
        touches.occurred_at
    from touches
    inner join rules
        on '|' || rules.signal_argument || '|' like '%|' || touches.touch_type || '|%'
        and rules.valid_from_at <= touches.occurred_at
        and rules.valid_to_at > touches.occurred_at
),

-- A burst spans at most two stretches of its double length: one of them holds half of
-- it. Whoever has no such stretch need not be looked at touch by touch.
suspects as (
    select distinct exclusion_id, source, source_record_id
    from (
        select exclusion_id, source, source_record_id, min_count
        from ruled
        group by
            exclusion_id, source, source_record_id, min_count, within_seconds,
            {{ seconds_stretch('occurred_at', '(2 * within_seconds + 1)') }}
        having 2 * count(*) >= min_count
    ) as crowded_stretches
),

watched as (
    select ruled.*
    from ruled
    inner join suspects
        on suspects.exclusion_id = ruled.exclusion_id
        and suspects.source = ruled.source
        and suspects.source_record_id = ruled.source_record_id
),

-- Enough touches of one record within so many seconds before and after this one.
bursts as (
    select
        watched.exclusion_id,
        watched.source,
        watched.touch_id
    from watched
    inner join watched as neighbours
        on neighbours.exclusion_id = watched.exclusion_id
        and neighbours.source = watched.source
        and neighbours.source_record_id = watched.source_record_id
        and neighbours.occurred_at
        >= {{ add_seconds('watched.occurred_at', '-watched.within_seconds') }}
        and neighbours.occurred_at
        <= {{ add_seconds('watched.occurred_at', 'watched.within_seconds') }}
    group by
        watched.exclusion_id, watched.source, watched.touch_id, watched.min_count
    having count(*) >= watched.min_count
)

select
    source,
    touch_id,
    min(exclusion_id) as exclusion_id
from bursts
group by source, touch_id
