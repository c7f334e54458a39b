-- One row per lead, shown version and thing that stands in its way or has to be known.
with states as (
    select * from {{ ref('int_definition_states') }}
)

select
    lead_id,
    definition_id,
    stage,
    definition_status as line,
    cast(null as varchar) as observed,

    cast(null as timestamp) as until_at
from states
where definition_status != 'in_force'
union all
select
    lead_id,
    definition_id,
    stage,
    'excluded' as line,
    exclusion_id as observed,

    null as until_at
from states
where exclusion_id is not null and is_applicable
union all
select
    lead_id,
    definition_id,
    stage,
    'cool_down' as line,
    null as observed,

    cools_until_at as until_at
from states
where cools_until_at is not null and is_applicable and reached_at is null
union all
select
    lead_id,
    definition_id,
    stage,
    'more_specific_definition' as line,
    null as observed,

    null as until_at
from states
where not is_most_specific
union all
select
    lead_id,
    definition_id,
    stage,
    'later_stage_reached' as line,
    null as observed,

    null as until_at
from states
where is_passed and is_applicable and reached_at is null
union all
select
    lead_id,
    definition_id,
    stage,
    'higher_temperature' as line,
    null as observed,

    null as until_at
from states
where is_outdone and definition_state = 'blocked'
union all
-- What was recorded or fired in the stretch, and yet is no entry of its cycle.
select
    lead_id,
    definition_id,
    stage,
    'without_effect' as line,
    null as observed,

    null as until_at
from states
where
    definition_state = 'blocked'
    and exclusion_id is null
    and (is_recorded or has_fired)
union all
-- A truth that came without a signal counts at the next one, where it still can.
select
    lead_id,
    definition_id,
    stage,
    'waits_for_signal' as line,
    null as observed,

    null as until_at
from states
where
    definition_state = 'blocked'
    and exclusion_id is null
    and cools_until_at is null
    and not is_outdone
    and not is_passed
    and not is_recorded
    and not has_fired
