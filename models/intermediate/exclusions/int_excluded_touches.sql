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
        date_trunc('second', touches.occurred_at) as occurred_at
    from touches
    inner join rules
        on instr(
            '|' || rules.signal_argument || '|', '|' || touches.touch_type || '|'
        ) > 0
        and rules.valid_from_at <= touches.occurred_at
        and rules.valid_to_at > touches.occurred_at
),

-- A burst lies in at most two stretches longer than itself: one of them holds half of
-- it. Whoever has no such stretch need not be looked at touch by touch.
suspects as (
    select distinct exclusion_id, source, source_record_id
    from (
        select exclusion_id, source, source_record_id, min_count
        from ruled
        group by
            exclusion_id, source, source_record_id, min_count, within_seconds,
            {{ seconds_stretch('occurred_at', '(within_seconds + 1)') }}
        having 2 * count(*) >= min_count
    ) as crowded_stretches  -- one row per stretch of a suspect
),

numbered as (
    select
        ruled.*,
        row_number() over (
            partition by ruled.exclusion_id, ruled.source, ruled.source_record_id
            order by ruled.occurred_at asc nulls last, ruled.touch_id asc nulls last
        ) as touch_number
    from ruled
    inner join suspects
        on suspects.exclusion_id = ruled.exclusion_id
        and suspects.source = ruled.source
        and suspects.source_record_id = ruled.source_record_id
),

-- Where so many touches in a row lie within so many seconds, a burst begins.
beginnings as (
    select
        numbered.exclusion_id,
        numbered.source,
        numbered.source_record_id,
        numbered.touch_number
    from numbered
    inner join numbered as ends
        on ends.exclusion_id = numbered.exclusion_id
        and ends.source = numbered.source
        and ends.source_record_id = numbered.source_record_id
        and ends.touch_number = numbered.touch_number + numbered.min_count - 1
        and ends.occurred_at
        <= {{ add_seconds('numbered.occurred_at', 'numbered.within_seconds') }}
),

-- A touch is of a burst if the last beginning up to it is near enough.
watched as (
    select
        numbered.exclusion_id,
        numbered.source,
        numbered.touch_id,
        numbered.touch_number,
        numbered.min_count,
        max(beginnings.touch_number) over (
            partition by
                numbered.exclusion_id, numbered.source, numbered.source_record_id
            order by numbered.touch_number asc nulls last
            rows between unbounded preceding and current row
        ) as last_beginning
    from numbered
    left join beginnings
        on beginnings.exclusion_id = numbered.exclusion_id
        and beginnings.source = numbered.source
        and beginnings.source_record_id = numbered.source_record_id
        and beginnings.touch_number = numbered.touch_number
)

select
    source,
    touch_id,
    min(exclusion_id) as exclusion_id
from watched
where touch_number < last_beginning + min_count
group by source, touch_id
