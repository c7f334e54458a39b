-- One row per candidate instant, counting scope and kind of touch: the day's so far.
with instants as (
    select * from {{ ref('int_candidate_instants') }}
),

touches as (
    select * from {{ ref('int_candidate_touches') }}
),

scopes as (
    select counts_from from {{ ref('int_clauses') }}
    where counts_from is not null
    group by counts_from
),

-- An adoption may fall on the instant of another signal: one row all the same.
scoped_instants as (
    select
        instants.lead_id,
        instants.gap_basis,
        instants.gap_number,
        instants.day_on,
        instants.occurred_at,
        scopes.counts_from
    from instants
    cross join scopes
    group by
        instants.lead_id, instants.gap_basis, instants.gap_number, instants.day_on,
        instants.occurred_at, scopes.counts_from
)

-- Everything up to and at the instant is applied before evaluating.
select
    scoped_instants.lead_id,
    scoped_instants.counts_from,
    touches.signal,
    touches.signal_argument,

    scoped_instants.gap_basis,
    scoped_instants.gap_number,
    sum(touches.touches) as touches,

    scoped_instants.day_on,
    scoped_instants.occurred_at
from scoped_instants
inner join touches
    on touches.lead_id = scoped_instants.lead_id
    and touches.gap_basis = scoped_instants.gap_basis
    and touches.day_on = scoped_instants.day_on
    and touches.occurred_at <= scoped_instants.occurred_at
    and case
        when touches.signal not in ('touch', 'content')
            then scoped_instants.counts_from = 'exit'
            and touches.gap_number = scoped_instants.gap_number
        when scoped_instants.counts_from = 'lifetime' then true
        when scoped_instants.counts_from = 'cycle'
            then touches.gap_number = scoped_instants.gap_number
            and (touches.gap_number = 0 or not touches.is_waiting)
    end
group by
    scoped_instants.lead_id, scoped_instants.counts_from, touches.signal,
    touches.signal_argument, scoped_instants.gap_basis, scoped_instants.gap_number,
    scoped_instants.day_on, scoped_instants.occurred_at
