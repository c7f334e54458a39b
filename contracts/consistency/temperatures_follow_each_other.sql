-- id: temperatures_follow_each_other
-- table: facts.fct_temperatures
-- kind: order
-- promise: The temperatures of a lead follow each other: an interval ends after it
--   begins and before the next one begins or as it does, and where it does, one of the
--   words changes; none begins or ends after the as-of, and each says something.
with temperatures as (
    select * from {batch}
),

neighbours as (
    select
        *,
        lead(from_at) over by_time as next_from_at,
        lead(temperature) over by_time as next_temperature,
        lead(definition_id) over by_time as next_definition_id,
        lead(recorded_temperature) over by_time as next_recorded_temperature,
        lead(verdict) over by_time as next_verdict
    from temperatures
    window by_time as (partition by lead_id order by from_at asc)
)

select
    neighbours.lead_id,
    neighbours.from_at
from neighbours
cross join intermediate.int_run as run
where
    neighbours.to_at <= neighbours.from_at
    or (
        neighbours.next_from_at is not null
        and coalesce(neighbours.to_at > neighbours.next_from_at, true)
    )
    or (
        neighbours.to_at = neighbours.next_from_at
        and neighbours.temperature is not distinct from neighbours.next_temperature
        and neighbours.definition_id is not distinct from neighbours.next_definition_id
        and neighbours.recorded_temperature
        is not distinct from neighbours.next_recorded_temperature
        and neighbours.verdict is not distinct from neighbours.next_verdict
    )
    or neighbours.from_at > run.as_of
    or neighbours.to_at > run.as_of
    or (neighbours.temperature is null and neighbours.recorded_temperature is null)
