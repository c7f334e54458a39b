-- One row per lead and interval in which the same attribute conditions hold.
with events as (
    select * from {{ ref('int_attribute_events') }}
),

clauses as (
    select * from {{ ref('int_clauses') }} where kind = 'attribute'
),

intervals as (
    select
        *,
        lead(observed_at) over (
            partition by lead_id, signal, attribute
            order by observed_at asc nulls last
        ) as replaced_at
    from events
),

holding as (
    select
        intervals.lead_id,
        clauses.clause_bit,
        intervals.observed_at,
        intervals.replaced_at
    from intervals
    inner join clauses
        on clauses.signal = intervals.signal
        and clauses.signal_argument = intervals.attribute
        and case
            when clauses.signal = 'attribute' and clauses.signal_argument = 'source'
                then {{ is_among('clauses.value', 'intervals.value') }}
                    = (clauses.comparison = '=')
            when clauses.comparison = '=' then intervals.value = clauses.value
            when clauses.comparison = '!=' then intervals.value != clauses.value
            when clauses.comparison = '>'
                then intervals.value_number > clauses.value_number
            when clauses.comparison = '>='
                then intervals.value_number >= clauses.value_number
            when clauses.comparison = '<'
                then intervals.value_number < clauses.value_number
            when clauses.comparison = '<='
                then intervals.value_number <= clauses.value_number
        end
),

-- A condition adds its bit where it begins to hold and takes it away where it ends.
steps as (
    select lead_id, observed_at as changed_at, clause_bit as step from holding
    union all
    select lead_id, replaced_at, -clause_bit from holding where replaced_at is not null
    union all
    select lead_id, observed_at, 0 from events
),

changes as (
    select lead_id, changed_at, sum(step) as step
    from steps
    group by lead_id, changed_at
)

select
    lead_id,

    cast(sum(step) over lead_history as bigint) as attribute_mask,

    changed_at as valid_from_at,
    coalesce(
        lead(changed_at) over lead_history, timestamp '9999-12-31 00:00:00'
    ) as valid_to_at
from changes
window lead_history as (partition by lead_id order by changed_at asc nulls last)
