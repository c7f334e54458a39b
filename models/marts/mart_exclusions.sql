-- One row per period and exclusion rule: what it kept out, or put apart.
with rules as (
    select * from {{ ref('int_exclusion_rules') }}
),

cycle_exclusions as (
    select * from {{ ref('int_cycle_exclusions') }} where definition_basis = 'then'
),

all_cycles as (
    select * from {{ ref('int_cycles') }} where definition_basis = 'then'
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

excluded_touches as (
    select * from {{ ref('int_excluded_touches') }}
),

touches as (
    select * from {{ ref('int_port_touches') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- A cycle is excluded under one rule, so that the rules of a period add up.
cases as (
    select cycle_exclusions.exclusion_id, all_cycles.opened_at as happened_at
    from cycle_exclusions
    inner join all_cycles
        on all_cycles.lead_id = cycle_exclusions.lead_id
        and all_cycles.cycle_number = cycle_exclusions.cycle_number
    union all
    select excluded_touches.exclusion_id, touches.occurred_at
    from excluded_touches
    inner join touches
        on touches.source = excluded_touches.source
        and touches.touch_id = excluded_touches.touch_id
    union all
    select rules.exclusion_id, counted_cycles.opened_at
    from counted_cycles
    inner join rules
        on rules.action = 'segment'
        and rules.reason = counted_cycles.customer_status
        and rules.valid_from_at <= counted_cycles.opened_at
        and rules.valid_to_at > counted_cycles.opened_at
),

dated as (
    select
        cases.exclusion_id,
        {{ company_day('cases.happened_at') }} as happened_on
    from cases
    cross join run
)

select
    day_periods.period_grain,
    rules.exclusion_id,
    rules.reason,
    case when rules.applies_to = 'touch' then 'touch' else 'cycle' end as counted_unit,
    rules.action,

    count(*) as cases,

    day_periods.period_on
from dated
inner join rules on rules.exclusion_id = dated.exclusion_id
inner join day_periods on day_periods.day_on = dated.happened_on
group by
    day_periods.period_grain, day_periods.period_on, rules.exclusion_id, rules.reason,
    rules.applies_to, rules.action
