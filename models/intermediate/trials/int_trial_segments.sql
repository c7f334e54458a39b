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

lead_traits as (
    select * from {{ ref('int_lead_traits') }}
),

segments as (
    select * from {{ ref('int_trait_segments') }}
),

pair_leads as (
    select baseline_definition_id, tried_definition_id, lead_id from entries
    union all
    select baseline_definition_id, tried_definition_id, lead_id from outcomes
),

pair_traits as (
    select
        pair_leads.baseline_definition_id,
        pair_leads.tried_definition_id,
        lead_traits.channel,
        lead_traits.industry,
        lead_traits.company_size
    from pair_leads
    inner join lead_traits on lead_traits.lead_id = pair_leads.lead_id
    group by
        pair_leads.baseline_definition_id, pair_leads.tried_definition_id,
        lead_traits.channel, lead_traits.industry, lead_traits.company_size
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
        pair_traits.baseline_definition_id,
        pair_traits.tried_definition_id,
        segments.segment_dimension,
        segments.segment_value
    from pair_traits
    inner join segments
        on segments.channel = pair_traits.channel
        and segments.industry = pair_traits.industry
        and segments.company_size = pair_traits.company_size
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
