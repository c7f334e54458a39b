-- One row per scope, lead and score rule behind the score as of the run.
with counts as (
    select * from {{ ref('int_count_scopes') }}
),

scopes as (
    select * from {{ ref('int_score_scopes') }}
),

gaps as (
    select * from {{ ref('int_lead_gaps') }} where gap_basis = 'then'
),

prices as (
    select * from {{ ref('int_prices') }} where pricing = 'then'
),

decay as (
    select * from {{ ref('int_score_decay') }} where pricing = 'then'
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

clauses as (
    select * from {{ ref('int_clauses') }} where kind = 'attribute'
),

run as (
    select * from {{ ref('int_run') }}
),

-- The second of an exit still belongs to what it ends.
present_gaps as (
    select gaps.lead_id, gaps.gap_number
    from gaps
    cross join run
    where
        coalesce({{ add_seconds('gaps.starts_after_at', 1) }} <= run.as_of, true)
        and coalesce({{ add_seconds('gaps.exit_at', 1) }} > run.as_of, true)
),

-- Of cycles the present one, at the prices of each day.
priced as (
    select
        counts.counts_from,
        counts.lead_id,
        prices.score_rule_id,
        prices.kind,
        counts.day_on,
        counts.touches,
        counts.touches * prices.points as raw_points,
        {{ capped_points('counts.touches', 'prices') }} as capped_points
    from counts
    inner join scopes on scopes.counts_from = counts.counts_from
    inner join prices
        on prices.signal = counts.signal
        and prices.signal_argument = counts.signal_argument
        and prices.from_on <= counts.day_on
        and prices.to_on > counts.day_on
    left join present_gaps
        on present_gaps.lead_id = counts.lead_id
        and present_gaps.gap_number = counts.gap_number
    where
        counts.counts_from = 'lifetime'
        or (counts.gap_basis = 'then' and present_gaps.lead_id is not null)
),

decaying as (
    select
        priced.counts_from,
        priced.lead_id,
        priced.score_rule_id,
        priced.kind,
        sum(priced.touches) as touches,
        sum(priced.raw_points) as raw_points,
        sum(priced.capped_points) as capped_points,
        sum(
            priced.capped_points
            * power(2, earned.halvings_so_far - today.halvings_so_far)
        ) as decayed_points
    from priced
    cross join run
    inner join decay as earned
        on earned.day_on = priced.day_on
        and earned.kind = priced.kind
    inner join decay as today
        on today.day_on = run.as_of_on
        and today.kind = priced.kind
    group by
        priced.counts_from, priced.lead_id, priced.score_rule_id, priced.kind
),

-- An attribute gives its points once, at today's price, for as long as it holds.
lasting as (
    select
        scopes.counts_from,
        profiles.lead_id,
        prices.score_rule_id,
        prices.kind,
        prices.points
    from profiles
    cross join scopes
    cross join run
    inner join prices
        on prices.kind = 'attribute'
        and prices.from_on <= run.as_of_on
        and prices.to_on > run.as_of_on
    inner join clauses
        on clauses.signal = 'attribute'
        and clauses.signal_argument = prices.signal_argument
        and clauses.comparison = prices.comparison
        and clauses.value = prices.value
        and (profiles.attribute_mask & clauses.clause_bit) = clauses.clause_bit
    where profiles.valid_from_at <= run.as_of and profiles.valid_to_at > run.as_of
),

parts as (
    select counts_from, lead_id, score_rule_id, kind,
        cast(touches as bigint) as touches, raw_points, capped_points,
        round(decayed_points, 9) as decayed_points
    from decaying
    union all
    select counts_from, lead_id, score_rule_id, kind, cast(null as bigint),
        points, points, points
    from lasting
)

-- Added up as decimals: in whatever order, the sum is the same to its last digit.
select
    counts_from,
    lead_id,
    score_rule_id,
    kind,

    touches,
    raw_points,
    capped_points,
    decayed_points,
    cast(
        round(
            sum(cast(decayed_points as decimal(18, 9))) over (
                partition by counts_from, lead_id
            ),
            6
        ) as double
    ) as score
from parts
