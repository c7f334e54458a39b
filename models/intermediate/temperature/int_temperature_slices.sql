-- One row per published basis and stretch of days with like rules of temperatures.
with rule_groups as (
    select * from {{ ref('int_rule_groups') }} where stage_path = 'temperature'
),

bounds as (
    select definition_basis, from_on as bound_on from rule_groups
    union
    select definition_basis, to_on from rule_groups
),

slices as (
    select
        definition_basis,
        bound_on as from_on,
        lead(bound_on) over (
            partition by definition_basis order by bound_on asc nulls last
        ) as to_on
    from bounds
)

-- What the rules do not ask for does not tell one day from another.
select
    slices.definition_basis,

    bit_or(rule_groups.required_mask | rule_groups.forbidden_mask) as asked_mask,

    bool_or(rule_groups.reads_records) as reads_records,

    slices.from_on,
    slices.to_on
from slices
inner join rule_groups
    on rule_groups.definition_basis = slices.definition_basis
    and rule_groups.from_on <= slices.from_on
    and rule_groups.to_on >= slices.to_on
group by slices.definition_basis, slices.from_on, slices.to_on
