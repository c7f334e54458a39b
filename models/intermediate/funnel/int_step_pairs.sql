-- One row per basis, entry policy and stage pair.
with stage_pairs as (
    select * from {{ ref('int_stage_pairs') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }} where is_published
),

entry_policies as (
    select 'strict' as entry_policy
    union all
    select 'filled'
)

-- Rows of cohorts are many and their keys long: they are counted under numbers.
select
    bases.definition_basis,
    entry_policies.entry_policy,
    stage_pairs.from_stage,
    stage_pairs.to_stage,

    row_number() over (
        order by
            bases.definition_basis asc nulls last,
            entry_policies.entry_policy asc nulls last,
            stage_pairs.from_stage asc nulls last,
            stage_pairs.to_stage asc nulls last
    ) as pair_number
from bases
cross join entry_policies
cross join stage_pairs
