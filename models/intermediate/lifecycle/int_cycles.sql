-- One row per basis and lead cycle: a gap between exits that something opened.
with bases as (
    select * from {{ ref('int_definition_bases') }} where is_published
),

lead_gaps as (
    select * from {{ ref('int_lead_gaps') }}
),

entries as (
    select * from {{ ref('int_gap_entries') }}
),

lifecycle_stages as (
    select * from {{ ref('int_stages') }} where stage_path = 'success'
),

gaps as (
    select
        bases.definition_basis,
        lead_gaps.lead_id,
        lead_gaps.gap_number,
        lead_gaps.exit_stage,
        lead_gaps.acquired_at,
        lead_gaps.exit_at
    from lead_gaps
    inner join bases on bases.gap_basis = lead_gaps.gap_basis
),

openers as (
    select definition_basis, lead_id, gap_number
    from entries
    where stage in ('mql', 'sal', 'sql')
    group by definition_basis, lead_id, gap_number
),

-- What opens a cycle whoever the lead is; the first gap is opened by its acquisition.
gap_runs as (
    select
        gaps.definition_basis,
        gaps.lead_id,
        gaps.gap_number,
        gaps.exit_stage,
        sum(
            case
                when gaps.gap_number = 0 or openers.gap_number is not null then 1
                else 0
            end
        ) over (
            partition by gaps.definition_basis, gaps.lead_id
            order by gaps.gap_number asc nulls last
        ) as run_number
    from gaps
    left join openers
        on openers.definition_basis = gaps.definition_basis
        and openers.lead_id = gaps.lead_id
        and openers.gap_number = gaps.gap_number
),

won_so_far as (
    select
        definition_basis,
        lead_id,
        gap_number,
        bool_or(exit_stage = 'won') over (
            partition by definition_basis, lead_id, run_number
            order by gap_number asc nulls last
        ) as is_won
    from gap_runs
),

-- A customer: the last cycle was won, or a deal was won since it.
customers as (
    select
        definition_basis,
        lead_id,
        gap_number,
        lag(is_won) over (
            partition by definition_basis, lead_id order by gap_number asc nulls last
        ) as is_customer
    from won_so_far
),

-- A customer's deal is expansion and opens nothing; anybody else's does, and so does a
-- win of which nothing before was recorded.
openings as (
    select
        entries.definition_basis,
        entries.lead_id,
        entries.gap_number,
        entries.stage,
        entries.definition_id,
        entries.is_adoption,
        entries.occurred_at,
        row_number() over (
            partition by entries.definition_basis, entries.lead_id, entries.gap_number
            order by
                entries.occurred_at asc nulls last,
                lifecycle_stages.stage_order asc nulls last
        ) as opening_rank
    from entries
    inner join customers
        on customers.definition_basis = entries.definition_basis
        and customers.lead_id = entries.lead_id
        and customers.gap_number = entries.gap_number
    inner join lifecycle_stages on lifecycle_stages.stage = entries.stage
    where
        entries.gap_number > 0
        and not (customers.is_customer and entries.stage in ('opportunity', 'won'))
),

cycles as (
    select
        definition_basis,
        lead_id,
        gap_number,
        'acquired' as entry_type,
        'lead' as opening_stage,
        cast(null as varchar) as definition_id,
        acquired_at as opened_at
    from gaps
    where gap_number = 0
    union all
    select
        definition_basis,
        lead_id,
        gap_number,
        case
            when is_adoption then 'adoption'
            when stage = 'mql' then 'requalified'
            else 'sales_declared'
        end,
        stage,
        definition_id,
        occurred_at
    from openings
    where opening_rank = 1
)

-- What happens to a lead belongs to the cycle open then, else to the nearest earlier
-- one; what is older than all of them to the first.
select
    cycles.definition_basis,
    cycles.lead_id,
    cycles.entry_type,
    cycles.opening_stage,
    cycles.definition_id,

    cycles.gap_number,
    row_number() over lead_cycles as cycle_number,

    cycles.opened_at,
    gaps.exit_at as closed_at,
    case
        when row_number() over lead_cycles = 1 then timestamp '0001-01-01 00:00:00'
        else cycles.opened_at
    end as takes_from_at,
    coalesce(
        lead(cycles.opened_at) over lead_cycles, timestamp '9999-12-31 00:00:00'
    ) as takes_to_at
from cycles
inner join gaps
    on gaps.definition_basis = cycles.definition_basis
    and gaps.lead_id = cycles.lead_id
    and gaps.gap_number = cycles.gap_number
window lead_cycles as (
    partition by cycles.definition_basis, cycles.lead_id
    order by cycles.gap_number asc nulls last
)
