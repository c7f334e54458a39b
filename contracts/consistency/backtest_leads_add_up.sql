-- id: backtest_leads_add_up
-- table: marts.mart_definition_backtest
-- kind: adding up
-- promise: Gained and kept leads are those of the tried version, lost and kept ones those
--   of the baseline, and both are the leads listed, with as many entries, in every
--   segment.
with cells as (
    select * from {batch}
),

listed as (
    select leads.*, segments.segment_dimension,
        case segments.segment_dimension
            when 'all' then 'all'
            when 'channel' then leads.channel
            when 'industry' then leads.industry
            when 'company_size' then leads.company_size
        end as segment_value
    from marts.mart_definition_backtest_leads as leads
    cross join (
        values ('all'), ('channel'), ('industry'), ('company_size')
    ) as segments (segment_dimension)
),

counts as (
    select
        baseline_definition_id,
        tried_definition_id,
        segment_dimension,
        segment_value,
        count(*) filter (where verdict = 'gained') as gained,
        count(*) filter (where verdict = 'lost') as lost,
        count(*) filter (where verdict = 'kept') as kept,
        count(*) filter (where baseline_at is not null) as baseline_leads,
        count(*) filter (where tried_at is not null) as tried_leads,
        sum(baseline_entries) as baseline_entries,
        sum(tried_entries) as tried_entries
    from listed
    group by
        baseline_definition_id, tried_definition_id, segment_dimension, segment_value
)

select
    coalesce(cells.baseline_definition_id, counts.baseline_definition_id)
        as baseline_definition_id,
    coalesce(cells.tried_definition_id, counts.tried_definition_id)
        as tried_definition_id,
    coalesce(cells.segment_dimension, counts.segment_dimension) as segment_dimension,
    coalesce(cells.segment_value, counts.segment_value) as segment_value,
    cells.outcome_stage,
    cells.window_days
from cells
full outer join counts
    on counts.baseline_definition_id = cells.baseline_definition_id
    and counts.tried_definition_id = cells.tried_definition_id
    and counts.segment_dimension = cells.segment_dimension
    and counts.segment_value = cells.segment_value
where
    -- Whoever is listed belongs to a pair that can be judged.
    (cells.stage_knowledge is distinct from 'observed' and counts.kept is not null)
    or (
        cells.stage_knowledge = 'observed'
        and (
            cells.gained_leads is distinct from coalesce(counts.gained, 0)
            or cells.lost_leads is distinct from coalesce(counts.lost, 0)
            or cells.kept_leads is distinct from coalesce(counts.kept, 0)
            or cells.baseline_leads is distinct from coalesce(counts.baseline_leads, 0)
            or cells.tried_leads is distinct from coalesce(counts.tried_leads, 0)
            or cells.baseline_leads <> cells.lost_leads + cells.kept_leads
            or cells.tried_leads <> cells.gained_leads + cells.kept_leads
            or cells.baseline_entries
            is distinct from coalesce(counts.baseline_entries, 0)
            or cells.tried_entries is distinct from coalesce(counts.tried_entries, 0)
        )
    )
