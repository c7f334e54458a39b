-- One row per pair of versions and source that can judge both, with since when.
with pairs as (
    select * from {{ ref('int_definition_pairs') }}
),

group_knowledge as (
    select * from {{ ref('int_group_knowledge') }}
),

-- The latest of all signals that a version reads; one never seen yet delays nothing.
version_knowledge as (
    select
        source,
        definition_id,
        coalesce(max(complete_from), timestamp '0001-01-01 00:00:00') as complete_from
    from group_knowledge
    group by source, definition_id
)

select
    pairs.baseline_definition_id,
    pairs.tried_definition_id,
    pairs.stage,
    baselines.source,

    greatest(baselines.complete_from, tried.complete_from) as comparable_from
from pairs
inner join version_knowledge as baselines
    on baselines.definition_id = pairs.baseline_definition_id
inner join version_knowledge as tried
    on tried.definition_id = pairs.tried_definition_id
    and tried.source = baselines.source
