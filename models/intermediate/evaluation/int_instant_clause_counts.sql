-- One row per candidate instant and counted condition, with the count as of then.
with instants as (
    select * from {{ ref('int_candidate_instants') }}
),

counts_today as (
    select * from {{ ref('int_instant_counts') }}
),

counts as (
    select * from {{ ref('int_count_scopes') }}
),

clauses as (
    select * from {{ ref('int_clauses') }} where kind = 'count'
),

distinct_instants as (
    select lead_id, gap_basis, gap_number, day_on, occurred_at
    from instants
    group by lead_id, gap_basis, gap_number, day_on, occurred_at
),

touches_before as (
    select
        distinct_instants.lead_id,
        distinct_instants.gap_basis,
        distinct_instants.gap_number,
        distinct_instants.occurred_at,
        clauses.clause_bit,
        clauses.min_count,
        counts.touches
    from distinct_instants
    inner join counts
        on counts.lead_id = distinct_instants.lead_id
        and counts.day_on < distinct_instants.day_on
        and (
            counts.gap_number is null
            or (
                counts.gap_basis = distinct_instants.gap_basis
                and counts.gap_number = distinct_instants.gap_number
            )
        )
    inner join clauses
        on clauses.signal = counts.signal
        and clauses.signal_argument = counts.signal_argument
        and clauses.counts_from = counts.counts_from
        and (
            clauses.within_days is null
            or counts.day_on
            > {{ shift_day('distinct_instants.day_on', '-clauses.within_days') }}
        )
),

touches_today as (
    select
        counts_today.lead_id,
        counts_today.gap_basis,
        counts_today.gap_number,
        counts_today.occurred_at,
        clauses.clause_bit,
        clauses.min_count,
        counts_today.touches
    from counts_today
    inner join clauses
        on clauses.signal = counts_today.signal
        and clauses.signal_argument = counts_today.signal_argument
        and clauses.counts_from = counts_today.counts_from
),

all_touches as (
    select * from touches_before
    union all
    select * from touches_today
)

-- What was never seen has no row, and a count of 0.
select
    lead_id,

    gap_basis,
    gap_number,
    clause_bit,
    min_count,
    cast(sum(touches) as bigint) as touches,

    occurred_at
from all_touches
group by lead_id, gap_basis, gap_number, clause_bit, min_count, occurred_at
