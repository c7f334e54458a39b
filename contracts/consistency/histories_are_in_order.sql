-- id: histories_are_in_order
-- table: marts.mart_lead_history
-- kind: one story
-- promise: The events of a lead are numbered 1, 2, 3 and so on in the order of time;
--   only touches have a count and points, only a rising score is blocked, by a cool-down
--   not over by then; and of a cycle that is not counted nothing is told but that it is
--   not.
with history as (
    select * from {batch}
),

followed as (
    select
        *,
        row_number() over (
            partition by lead_id order by event_number asc
        ) as place,
        lag(occurred_at) over (
            partition by lead_id order by event_number asc
        ) as before_at
    from history
)

select
    followed.lead_id,
    followed.event_number
from followed
left join intermediate.int_cycle_exclusions as exclusions
    on exclusions.definition_basis = 'then'
    and exclusions.lead_id = followed.lead_id
    and exclusions.cycle_number = followed.cycle_number
where
    followed.event_number <> followed.place
    or followed.occurred_at < followed.before_at
    or (followed.event_kind = 'touches') <> (followed.touches is not null)
    or (followed.event_kind = 'touches') <> (followed.points is not null)
    or (followed.blocked_until_at is not null and followed.event <> 'score rose')
    or followed.blocked_until_at < followed.occurred_at
    or (followed.event_kind = 'exclusion') <> (exclusions.lead_id is not null)
