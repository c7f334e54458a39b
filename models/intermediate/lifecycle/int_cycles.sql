-- One row per lead cycle: a gap between exits that something opened.
with gaps as (
    select * from {{ ref('int_lead_gaps') }}
),

entries as (
    select * from {{ ref('int_gap_entries') }}
),

lifecycle_stages as (
    select * from {{ ref('int_stages') }} where stage_path = 'success'
),

-- A deal after a won cycle is expansion of a customer and opens nothing.
openings as (
    select
        entries.lead_id,
        entries.gap_number,
        entries.stage,
        entries.system,
        entries.definition_id,
        entries.is_adoption,
        entries.occurred_at,
        row_number() over (
            partition by entries.lead_id, entries.gap_number
            order by
                entries.occurred_at asc nulls last,
                lifecycle_stages.stage_order asc nulls last
        ) as opening_rank
    from entries
    inner join gaps
        on gaps.lead_id = entries.lead_id
        and gaps.gap_number = entries.gap_number
    inner join lifecycle_stages on lifecycle_stages.stage = entries.stage
    where
        gaps.gap_number > 0
        and entries.stage != 'won'
        and not (entries.stage = 'opportunity' and gaps.previous_exit = 'won')
),

cycles as (
    select
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

select
    cycles.lead_id,
    cycles.entry_type,
    cycles.opening_stage,
    cycles.definition_id,

    cycles.gap_number,
    row_number() over (
        partition by cycles.lead_id order by cycles.gap_number asc nulls last
    ) as cycle_number,

    cycles.opened_at,
    gaps.exit_at as closed_at
from cycles
inner join gaps
    on gaps.lead_id = cycles.lead_id
    and gaps.gap_number = cycles.gap_number
