-- One row per pair of versions, side and entry of a lead whose sources judge both.
with pairs as (
    select * from {{ ref('int_definition_pairs') }}
),

trial_entries as (
    select * from {{ ref('int_trial_entries') }}
),

opening_exclusions as (
    select * from {{ ref('int_opening_exclusions') }}
),

knowledge as (
    select * from {{ ref('int_pair_knowledge') }}
),

identities as (
    select * from {{ ref('int_identities') }}
),

sides as (
    select baseline_definition_id, tried_definition_id, stage, 'baseline' as side,
        baseline_basis as definition_basis
    from pairs
    union all
    select baseline_definition_id, tried_definition_id, stage, 'tried', tried_basis
    from pairs
),

counted as (
    select trial_entries.*
    from trial_entries
    left join opening_exclusions
        on opening_exclusions.lead_id = trial_entries.lead_id
        and opening_exclusions.opened_at = trial_entries.opened_at
    where opening_exclusions.lead_id is null
),

-- A source has several records of a person.
lead_sources as (
    select lead_id, source
    from identities
    group by lead_id, source
)

select
    sides.baseline_definition_id,
    sides.tried_definition_id,
    sides.side,
    sides.definition_basis,
    counted.lead_id,
    counted.stage,

    counted.gap_number,

    counted.occurred_at >= min(knowledge.comparable_from) as is_comparable,

    counted.occurred_at
from sides
inner join counted
    on counted.definition_basis = sides.definition_basis
    and counted.stage = sides.stage
inner join lead_sources on lead_sources.lead_id = counted.lead_id
inner join knowledge
    on knowledge.baseline_definition_id = sides.baseline_definition_id
    and knowledge.tried_definition_id = sides.tried_definition_id
    and knowledge.source = lead_sources.source
group by
    sides.baseline_definition_id, sides.tried_definition_id, sides.side,
    sides.definition_basis, counted.lead_id, counted.stage, counted.gap_number,
    counted.occurred_at
