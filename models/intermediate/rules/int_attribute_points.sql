-- One row per set of attribute conditions and stretch of days with the same prices.
with profiles as (
    -- many leads share one
    select distinct attribute_mask from {{ ref('int_lead_profiles') }}
),

score_rules as (
    select * from {{ source('book', 'score_rules') }} where kind = 'attribute'
),

clauses as (
    select * from {{ ref('int_clauses') }} where kind = 'attribute'
),

bounds as (
    select coalesce(valid_from, date '0001-01-01') as bound_on from score_rules
    union
    select coalesce(valid_to, date '9999-12-31') from score_rules
    union
    select date '0001-01-01'
    union
    select date '9999-12-31'
),

slices as (
    select
        bound_on as from_on,
        lead(bound_on) over (order by bound_on asc nulls last) as to_on
    from bounds
),

prices as (
    select
        clauses.clause_bit,
        score_rules.points,
        coalesce(score_rules.valid_from, date '0001-01-01') as from_on,
        coalesce(score_rules.valid_to, date '9999-12-31') as to_on
    from score_rules
    inner join clauses
        on clauses.signal_argument = score_rules.signal_argument
        and clauses.comparison = score_rules.comparison
        and clauses.value = score_rules.value
)

select
    profiles.attribute_mask,

    -- No price in force is no point, as for behaviour.
    coalesce(sum(prices.points), 0) as points,

    slices.from_on,
    slices.to_on
from profiles
inner join slices on slices.to_on is not null
left join prices
    on prices.from_on <= slices.from_on
    and prices.to_on >= slices.to_on
    and (profiles.attribute_mask & prices.clause_bit) = prices.clause_bit
group by profiles.attribute_mask, slices.from_on, slices.to_on
