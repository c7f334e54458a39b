-- One row per score band in force at the as-of, with the scores that lie in it.
with score_bands as (
    select * from {{ source('book', 'score_bands') }}
),

run as (
    select * from {{ ref('int_run') }}
),

in_force as (
    select score_bands.*
    from score_bands
    cross join run
    where
        coalesce(score_bands.valid_from <= run.as_of_on, true)
        and coalesce(score_bands.valid_to > run.as_of_on, true)
)

-- The lowest band has no bound below, the highest none above.
select
    band,
    label_ja,
    label_en,

    lower_bound,
    lead(lower_bound) over (order by lower_bound asc nulls first) as upper_bound
from in_force
