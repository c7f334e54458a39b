-- id: cycles_cite_their_opening
-- table: facts.fct_lead_cycles
-- kind: one story
-- promise: Every cycle cites the definition of the entry that opened it (the lowest
--   stage entered at its opening), and is an adoption exactly where that entry is one.
with cycles as (
    select * from {batch}
),

openings as (
    select
        cycles.lead_id,
        cycles.cycle_number,
        cycles.entry_type,
        cycles.definition_id,
        entries.stage as opening_stage,
        entries.definition_id as opening_definition_id,
        coalesce(entries.is_adoption, false) as is_adoption,
        row_number() over (
            partition by cycles.lead_id, cycles.cycle_number
            order by stages.stage_order asc nulls last
        ) as opening_rank
    from cycles
    left join facts.fct_stage_entries as entries
        on entries.lead_id = cycles.lead_id
        and entries.cycle_number = cycles.cycle_number
        and entries.entered_at = cycles.opened_at
        and not entries.is_inferred
        -- Being acquired opens only an acquired cycle, and nothing else does.
        and (entries.stage = 'lead') = (cycles.entry_type = 'acquired')
    left join book.lifecycle_stages as stages
        on stages.stage = entries.stage
)

select
    lead_id,
    cycle_number
from openings
where
    opening_rank = 1
    and (
        opening_stage is null
        or definition_id is distinct from opening_definition_id
        or (entry_type = 'adoption') <> is_adoption
        or (entry_type in ('adoption', 'requalified') and opening_stage <> 'mql')
    )
