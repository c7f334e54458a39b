-- One row per pricing and score rule, with the days on which its price holds.
with score_rules as (
    select * from {{ source('book', 'score_rules') }}
),

run as (
    select * from {{ ref('int_run') }}
)

select
    'then' as pricing,
    score_rules.score_rule_id,
    score_rules.kind,
    score_rules.signal,
    score_rules.signal_argument,
    score_rules.comparison,
    score_rules.value,

    score_rules.points,
    score_rules.daily_cap,

    coalesce(score_rules.valid_from, date '0001-01-01') as from_on,
    coalesce(score_rules.valid_to, date '9999-12-31') as to_on
from score_rules
union all
-- Today's prices for all history.
select
    'now' as pricing,
    score_rules.score_rule_id,
    score_rules.kind,
    score_rules.signal,
    score_rules.signal_argument,
    score_rules.comparison,
    score_rules.value,

    score_rules.points,
    score_rules.daily_cap,

    date '0001-01-01' as from_on,
    date '9999-12-31' as to_on
from score_rules
cross join run
where
    coalesce(score_rules.valid_from <= run.as_of_on, true)
    and coalesce(score_rules.valid_to > run.as_of_on, true)
