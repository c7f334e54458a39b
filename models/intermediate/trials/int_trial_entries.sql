-- One row per basis that is compared, lead and gap whose stage is entered in order.
with pairs as (
    select * from {{ ref('int_definition_pairs') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

gap_entries as (
    select * from {{ ref('int_gap_entries') }}
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

entries as (
    select
        gap_entries.definition_basis,
        gap_entries.lead_id,
        gap_entries.stage,
        gap_entries.gap_number,
        gap_entries.occurred_at,
        stages.stage_order,
        lead_gaps.acquired_at,
        cycles.opened_at as cycle_opened_at,
        expansion_gaps.lead_id is not null
        and gap_entries.stage in ('opportunity', 'won')
        and coalesce(gap_entries.occurred_at < cycles.opened_at, true) as is_expansion
    from gap_entries
    inner join compared
        on compared.definition_basis = gap_entries.definition_basis
        and compared.stage = gap_entries.stage
    inner join bases on bases.definition_basis = gap_entries.definition_basis
    inner join stages on stages.stage = gap_entries.stage
    inner join lead_gaps
        on lead_gaps.gap_basis = bases.gap_basis
        and lead_gaps.lead_id = gap_entries.lead_id
        and lead_gaps.gap_number = gap_entries.gap_number
    left join cycles
        on cycles.lead_id = gap_entries.lead_id
        and cycles.gap_number = gap_entries.gap_number
    left join expansion_gaps
        on expansion_gaps.lead_id = gap_entries.lead_id
        and expansion_gaps.gap_number = gap_entries.gap_number
),

cycle_entries as (
    select gap_entries.lead_id, gap_entries.gap_number, gap_entries.occurred_at,
        stages.stage_order
    from gap_entries
    inner join stages on stages.stage = gap_entries.stage
    inner join cycles
        on cycles.lead_id = gap_entries.lead_id
        and cycles.gap_number = gap_entries.gap_number
        and cycles.opened_at <= gap_entries.occurred_at
    where gap_entries.definition_basis = 'now'
),

first_later_entries as (
    select entries.definition_basis, entries.lead_id, entries.stage, entries.gap_number,
        min(cycle_entries.occurred_at) as occurred_at
    from entries
    inner join cycle_entries
        on cycle_entries.lead_id = entries.lead_id
        and cycle_entries.gap_number = entries.gap_number
        and cycle_entries.stage_order > entries.stage_order
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
where
    not entries.is_expansion
    and not coalesce(first_later_entries.occurred_at < entries.occurred_at, false)
