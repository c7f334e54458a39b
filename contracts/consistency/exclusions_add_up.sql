-- id: exclusions_add_up
-- table: marts.mart_exclusions
-- kind: adding up
-- promise: The cases of every grain add up to the cycles and touches that the rules keep
--   out, and to the cycles that they put apart.
with exclusions as (
    select * from {batch}
),

listed as (
    select period_grain, exclusion_id, action, sum(cases) as cases
    from exclusions
    group by period_grain, exclusion_id, action
),

grains as (
    select 'week' as period_grain
    union all
    select 'month' as period_grain
    union all
    select 'quarter' as period_grain
),

kept_out as (
    select exclusion_id, count(*) as cases
    from intermediate.int_cycle_exclusions
    where definition_basis = 'then'
    group by exclusion_id
    union all
    select exclusion_id, count(*) as cases
    from intermediate.int_excluded_touches
    group by exclusion_id
),

put_apart as (
    select rules.exclusion_id, count(*) as cases
    from facts.fct_lead_cycles as cycles
    inner join intermediate.int_exclusion_rules as rules
        on rules.action = 'segment'
        and rules.reason = cycles.customer_status
        and rules.valid_from_at <= cycles.opened_at
        and rules.valid_to_at > cycles.opened_at
    group by rules.exclusion_id
),

expected as (
    select grains.period_grain, kept_out.exclusion_id, 'exclude' as action,
        kept_out.cases
    from kept_out
    cross join grains
    union all
    select grains.period_grain, put_apart.exclusion_id, 'segment' as action,
        put_apart.cases
    from put_apart
    cross join grains
)

select
    coalesce(listed.period_grain, expected.period_grain) as period_grain,
    coalesce(listed.exclusion_id, expected.exclusion_id) as exclusion_id
from listed
full outer join expected
    on expected.period_grain = listed.period_grain
    and expected.exclusion_id = listed.exclusion_id
    and expected.action = listed.action
where listed.cases is distinct from expected.cases
