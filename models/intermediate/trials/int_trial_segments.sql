-- One row per pair of versions and segment to compare them in, with since when.
with pairs as (
    select * from {{ ref('int_definition_pairs') }}
),

knowledge as (
    select * from {{ ref('int_pair_knowledge') }}
),

entries as (
    select * from {{ ref('int_pair_entries') }}
),

outcomes as (
    select * from {{ ref('int_pair_outcomes') }}
),

segments as (
    select * from {{ ref('int_lead_segments') }}
),

pair_leads as (
    select baseline_definition_id, tried_definition_id, lead_id from entries
    union
    select baseline_definition_id, tried_definition_id, lead_id from outcomes
),

-- The total is there even where nobody entered; any other segment has somebody.
present as (
    select
        baseline_definition_id,
        tried_definition_id,
        'all' as segment_dimension,
        'all' as segment_value
    from pairs
    union
    select
        pair_leads.baseline_definition_id,
        pair_leads.tried_definition_id,
        segments.segment_dimension,
        segments.segment_value
    from pair_leads
    inner join segments on segments.lead_id = pair_leads.lead_id
),

pair_knowledge as (
    select
        baseline_definition_id,
        tried_definition_id,
        min(comparable_from) as comparable_from
    from knowledge
    group by baseline_definition_id, tried_definition_id
)

select
    pairs.baseline_definition_id,
    pairs.tried_definition_id,
    pairs.stage,
    present.segment_dimension,
    present.segment_value,

    pair_knowledge.comparable_from is not null as is_known,

    pair_knowledge.comparable_from
from pairs
inner join present
    on present.baseline_definition_id = pairs.baseline_definition_id
    and present.tried_definition_id = pairs.tried_definition_id
left join pair_knowledge
    on pair_knowledge.baseline_definition_id = pairs.baseline_definition_id
    and pair_knowledge.tried_definition_id = pairs.tried_definition_id
