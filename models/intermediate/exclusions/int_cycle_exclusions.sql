-- One row per lead cycle that is not counted, with the rule that says so.
with rules as (
    select *
    from {{ ref('int_exclusion_rules') }}
    where applies_to = 'lead' and action = 'exclude'
),

cycles as (
    select * from {{ ref('int_cycles') }}
),

exclusion_facts as (
    select * from {{ ref('int_lead_exclusion_facts') }}
),

run as (
    select * from {{ ref('int_run') }}
),

facts_that_match as (
    select
        rules.exclusion_id,
        rules.valid_from_at,
        rules.valid_to_at,
        exclusion_facts.lead_id,
        exclusion_facts.known_from_at,
        exclusion_facts.known_to_at
    from exclusion_facts
    inner join rules
        on rules.signal = exclusion_facts.signal
        and coalesce(rules.signal_argument, '')
        = coalesce(exclusion_facts.signal_argument, '')
        and {{ text_matches(
            'exclusion_facts.value', 'rules.comparison', 'rules.value'
        ) }}
),

-- A form tells who somebody is a moment after it made the lead: what is known by the
-- end of the day of opening was known at the opening.
opened as (
    select
        cycles.lead_id,
        cycles.cycle_number,
        cycles.opened_at,
        {{ day_start(
            shift_day(local_day('cycles.opened_at', 'run.time_zone'), 1),
            'run.time_zone'
        ) }} as day_ends_at
    from cycles
    cross join run
)

select
    opened.lead_id,
    min(facts_that_match.exclusion_id) as exclusion_id,

    opened.cycle_number
from opened
inner join facts_that_match
    on facts_that_match.lead_id = opened.lead_id
    and facts_that_match.valid_from_at <= opened.opened_at
    and facts_that_match.valid_to_at > opened.opened_at
    and facts_that_match.known_from_at < opened.day_ends_at
    and facts_that_match.known_to_at > opened.opened_at
group by opened.lead_id, opened.cycle_number
