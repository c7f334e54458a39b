-- One row per lead and opening that is not counted, with the rule that says so.
with rules as (
    select *
    from {{ ref('int_exclusion_rules') }}
    where applies_to = 'lead' and action = 'exclude'
),

openings as (
    select * from {{ ref('int_openings') }}
),

exclusion_facts as (
    select * from {{ ref('int_lead_exclusion_facts') }}
),

customers as (
    select * from {{ ref('int_customers') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- A domain ends at its dots: a.example ends itself and b.a.example, not ba.example.
sought as (
    select exclusion_id, valid_from_at, valid_to_at, signal, signal_argument,
        comparison, value
    from rules
    where signal != 'email_domain' or comparison != 'ends_with' or value like '.%'
    union all
    select exclusion_id, valid_from_at, valid_to_at, signal, signal_argument,
        comparison, '.' || value
    from rules
    where signal = 'email_domain' and comparison = 'ends_with' and value not like '.%'
    union all
    select exclusion_id, valid_from_at, valid_to_at, signal, signal_argument,
        '=', value
    from rules
    where signal = 'email_domain' and comparison = 'ends_with' and value not like '.%'
),

facts_that_match as (
    select
        sought.exclusion_id,
        sought.valid_from_at,
        sought.valid_to_at,
        exclusion_facts.lead_id,
        exclusion_facts.known_from_at,
        exclusion_facts.known_to_at
    from exclusion_facts
    inner join sought
        on sought.signal = exclusion_facts.signal
        and coalesce(sought.signal_argument, '')
        = coalesce(exclusion_facts.signal_argument, '')
        and {{ text_matches(
            'exclusion_facts.value', 'sought.comparison', 'sought.value'
        ) }}
),

-- A form tells who somebody is a moment after it made the lead: the last word of the
-- day of opening counts as known at the opening.
opened as (
    select
        openings.lead_id,
        openings.opened_at,
        {{ day_start(
            shift_day(company_day('openings.opened_at'), 1),
            'run.time_zone'
        ) }} as day_ends_at
    from openings
    cross join run
),

-- A rule that compares no text asks for customers.
excluded as (
    select opened.lead_id, opened.opened_at, facts_that_match.exclusion_id
    from opened
    inner join facts_that_match
        on facts_that_match.lead_id = opened.lead_id
        and facts_that_match.valid_from_at <= opened.opened_at
        and facts_that_match.valid_to_at > opened.opened_at
        and facts_that_match.known_from_at < opened.day_ends_at
        and facts_that_match.known_to_at >= opened.day_ends_at
    union all
    select opened.lead_id, opened.opened_at, rules.exclusion_id
    from opened
    inner join customers
        on customers.lead_id = opened.lead_id
        and customers.customer_since_at < opened.opened_at
    inner join rules
        on rules.comparison is null
        and rules.valid_from_at <= opened.opened_at
        and rules.valid_to_at > opened.opened_at
)

select
    lead_id,
    min(exclusion_id) as exclusion_id,

    opened_at
from excluded
group by lead_id, opened_at
