-- One row per way of cutting gaps, lead, recorded signal and instant: what rules read.
with signals as (
    select * from {{ ref('int_recorded_signals') }}
),

gaps as (
    select * from {{ ref('int_lead_gaps') }}
),

clauses as (
    select * from {{ ref('int_clauses') }}
    where counts_from = 'exit' or signal = 'sfa_field'
),

run as (
    select * from {{ ref('int_run') }}
),

-- Without a rule that asks for records nobody reads them.
asked as (
    select count(*) > 0 as is_asked from clauses
),

dated as (
    select
        signals.lead_id,
        signals.signal,
        coalesce(signals.signal_argument, '') as signal_argument,
        signals.occurred_at,
        {{ company_day('signals.occurred_at') }} as day_on
    from signals
    cross join run
    cross join asked
    where asked.is_asked
)

select
    dated.lead_id,
    dated.signal,
    dated.signal_argument,

    gaps.gap_basis,
    gaps.gap_number,
    count(*) as records,

    coalesce(dated.occurred_at <= gaps.cooled_after_at, false) as is_waiting,

    dated.day_on,
    dated.occurred_at
from dated
inner join gaps
    on gaps.lead_id = dated.lead_id
    and (gaps.starts_after_at is null or dated.occurred_at > gaps.starts_after_at)
    and (gaps.exit_at is null or dated.occurred_at <= gaps.exit_at)
group by
    dated.lead_id, dated.signal, dated.signal_argument, gaps.gap_basis, gaps.gap_number,
    gaps.cooled_after_at, dated.day_on, dated.occurred_at
