-- One row per pricing, set of attribute conditions and stretch of days of like prices.
with lead_profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

prices as (
    select * from {{ ref('int_prices') }} where kind = 'attribute'
),

clauses as (
    select * from {{ ref('int_clauses') }} where kind = 'attribute'
),

profiles as (
    select attribute_mask
    from lead_profiles
    group by attribute_mask
),

bounds as (
    select pricing, from_on as bound_on from prices
    union
    select pricing, to_on from prices
    union
    select pricing, date '0001-01-01' from bases
    union
    select pricing, date '9999-12-31' from bases
),

slices as (
    select
        pricing,
        bound_on as from_on,
        lead(bound_on) over (
            partition by pricing order by bound_on asc nulls last
        ) as to_on
    from bounds
),

bit_prices as (
    select
        prices.pricing,
        clauses.clause_bit,
        prices.points,
        prices.from_on,
        prices.to_on
    from prices
    inner join clauses
        on clauses.signal_argument = prices.signal_argument
        and clauses.comparison = prices.comparison
        and clauses.value = prices.value
)

select
    slices.pricing,
    profiles.attribute_mask,

    -- No price in force is no point, as for behaviour.
    coalesce(sum(bit_prices.points), 0) as points,

    slices.from_on,
    slices.to_on
from profiles
inner join slices on slices.to_on is not null
left join bit_prices
    on bit_prices.pricing = slices.pricing
    and bit_prices.from_on <= slices.from_on
    and bit_prices.to_on >= slices.to_on
    and (profiles.attribute_mask & bit_prices.clause_bit) = bit_prices.clause_bit
group by slices.pricing, profiles.attribute_mask, slices.from_on, slices.to_on
