-- id: temperatures_cite_their_definition
-- table: facts.fct_temperatures
-- kind: definitions
-- promise: Every temperature by rule cites a definition of it, no draft, that had begun
--   on the company's day of the interval, and without a rule none is cited; the verdict
--   is what the two words make of each other.
with temperatures as (
    select * from {batch}
),

dated as (
    select
        temperatures.*,
        cast(
            temperatures.from_at at time zone 'UTC' at time zone run.time_zone as date
        ) as from_on
    from temperatures
    cross join intermediate.int_run as run
)

select
    dated.lead_id,
    dated.from_at
from dated
left join dimensions.dim_stage_definitions as definitions
    on definitions.definition_id = dated.definition_id
    and definitions.stage = dated.temperature
    and definitions.status <> 'draft'
    and coalesce(definitions.valid_from, date '0001-01-01') <= dated.from_on
where
    (dated.temperature is null) <> (dated.definition_id is null)
    or (dated.definition_id is not null and definitions.definition_id is null)
    or (dated.verdict is null and dated.recorded_temperature is not null)
    or (
        dated.verdict is not null
        and dated.verdict is distinct from case
            when dated.recorded_temperature is null then 'missing in SFA'
            when dated.recorded_temperature = '(unmapped)' then 'unmapped'
            when dated.temperature is null then 'declared but not qualified'
            when dated.temperature = dated.recorded_temperature then 'agree'
            else 'differs'
        end
    )
