-- One row per lead, counted condition and span of days at whose ends it holds.
with counts as (
    select * from {{ ref('int_count_scopes') }}
),

clauses as (
    select * from {{ ref('int_clauses') }} where kind = 'count'
),

-- All touches of the condition up to and including the day.
counted as (
    select
        counts.lead_id,
        counts.gap_basis,
        counts.gap_number,
        counts.day_on,
        counts.touches,
        clauses.clause_bit,
        clauses.min_count,
        clauses.within_days,
        sum(counts.touches) over (
            partition by
                counts.lead_id, counts.gap_basis, counts.gap_number, clauses.clause_bit
            order by counts.day_on asc nulls last
        ) as touches_so_far
    from counts
    inner join clauses
        on clauses.signal = counts.signal
        and clauses.signal_argument = counts.signal_argument
        and clauses.counts_from = counts.counts_from
),

lifetime_spans as (
    select
        lead_id,
        gap_basis,
        gap_number,
        clause_bit,
        min(day_on) as from_on,
        date '9999-12-31' as to_on
    from counted
    where within_days is null and touches_so_far >= min_count
    group by lead_id, gap_basis, gap_number, clause_bit
),

-- The latest day from which enough touches lie: until it leaves the window.
windowed_spans as (
    select
        counted.lead_id,
        counted.gap_basis,
        counted.gap_number,
        counted.clause_bit,
        counted.day_on as from_on,
        {{ shift_day('max(first_days.day_on)', 'max(counted.within_days) - 1') }}
            as to_on
    from counted
    inner join counted as first_days
        on first_days.lead_id = counted.lead_id
        and first_days.clause_bit = counted.clause_bit
        and coalesce(first_days.gap_basis, '') = coalesce(counted.gap_basis, '')
        and coalesce(first_days.gap_number, -1) = coalesce(counted.gap_number, -1)
        and first_days.day_on <= counted.day_on
        and counted.touches_so_far - first_days.touches_so_far + first_days.touches
        >= counted.min_count
    where counted.within_days is not null
    group by
        counted.lead_id, counted.gap_basis, counted.gap_number, counted.clause_bit,
        counted.day_on
)

select
    lead_id,

    gap_basis,
    gap_number,
    clause_bit,

    from_on,
    to_on
from lifetime_spans
union all
select
    lead_id,

    gap_basis,
    gap_number,
    clause_bit,

    from_on,
    to_on
from windowed_spans
where to_on >= from_on
