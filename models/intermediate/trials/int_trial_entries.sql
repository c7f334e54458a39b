-- One row per basis that is compared, lead and gap whose stage is entered in order.
with pairs as (
    select * from {{ ref('int_definition_pairs') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

gap_candidates as (
    select * from {{ ref('int_gap_candidates') }}
),

wins as (
    select * from {{ ref('int_gap_entries') }} where stage = 'won'
),

lead_gaps as (
    select * from {{ ref('int_lead_gaps') }}
),

cycles as (
    select * from {{ ref('int_cycles') }} where definition_basis = 'now'
),

expansion_gaps as (
    select * from {{ ref('int_expansion_gaps') }}
),

stages as (
    select * from {{ ref('int_stages') }} where stage_path = 'success'
),

-- A version stands in several pairs.
compared as (
    select baseline_basis as definition_basis, stage from pairs
    union
    select tried_basis, stage from pairs
),

candidates as (
    select definition_basis, lead_id, stage, gap_number, candidate_number, occurred_at
    from gap_candidates
    union all
    select definition_basis, lead_id, stage, gap_number, 1, occurred_at
    from wins
),

-- A customer's deal is expansion, unless a cycle had been opened before it.
ranked as (
    select
        candidates.definition_basis,
        candidates.lead_id,
        candidates.stage,
        candidates.gap_number,
        candidates.occurred_at,
        stages.stage_order,
        lead_gaps.acquired_at,
        cycles.opened_at as cycle_opened_at,
        compared.stage is not null as is_compared,
        row_number() over (
            partition by
                candidates.definition_basis, candidates.lead_id, candidates.gap_number,
                candidates.stage
            order by candidates.candidate_number asc nulls last
        ) as candidate_rank
    from candidates
    inner join bases on bases.definition_basis = candidates.definition_basis
    inner join stages on stages.stage = candidates.stage
    inner join lead_gaps
        on lead_gaps.gap_basis = bases.gap_basis
        and lead_gaps.lead_id = candidates.lead_id
        and lead_gaps.gap_number = candidates.gap_number
        and lead_gaps.acquired_at <= candidates.occurred_at
    left join compared
        on compared.definition_basis = candidates.definition_basis
        and compared.stage = candidates.stage
    left join cycles
        on cycles.lead_id = candidates.lead_id
        and cycles.gap_number = candidates.gap_number
    left join expansion_gaps
        on expansion_gaps.lead_id = candidates.lead_id
        and expansion_gaps.gap_number = candidates.gap_number
    where
        (compared.stage is not null or candidates.definition_basis = 'now')
        and (
            expansion_gaps.lead_id is null
            or candidates.stage not in ('opportunity', 'won')
            or cycles.opened_at <= candidates.occurred_at
        )
),

entries as (
    select * from ranked where candidate_rank = 1 and is_compared
),

-- What the funnel counts today; without a cycle nothing is later than anything.
todays_entries as (
    select * from ranked
    where
        candidate_rank = 1
        and definition_basis = 'now'
        and cycle_opened_at <= occurred_at
),

first_later_entries as (
    select entries.definition_basis, entries.lead_id, entries.stage, entries.gap_number,
        min(todays_entries.occurred_at) as occurred_at
    from entries
    inner join todays_entries
        on todays_entries.lead_id = entries.lead_id
        and todays_entries.gap_number = entries.gap_number
        and todays_entries.stage_order > entries.stage_order
    group by entries.definition_basis, entries.lead_id, entries.stage,
        entries.gap_number
)

-- Who is excluded is judged where the cycle opens: at the acquisition, else at its
-- opening by today's definitions or at the entry, whichever is earlier.
select
    entries.definition_basis,
    entries.lead_id,
    entries.stage,

    entries.gap_number,

    case
        when entries.gap_number = 0 then entries.acquired_at
        when entries.cycle_opened_at < entries.occurred_at then entries.cycle_opened_at
        else entries.occurred_at
    end as opened_at,
    entries.occurred_at
from entries
left join first_later_entries
    on first_later_entries.definition_basis = entries.definition_basis
    and first_later_entries.lead_id = entries.lead_id
    and first_later_entries.stage = entries.stage
    and first_later_entries.gap_number = entries.gap_number
where not coalesce(first_later_entries.occurred_at < entries.occurred_at, false)
