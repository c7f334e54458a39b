-- One row per stage or temperature in use, as last written at the as-of.
with lifecycle_stages as (
    select * from {{ source('book', 'lifecycle_stages') }}
),

run as (
    select * from {{ ref('int_run') }}
),

begun as (
    select
        lifecycle_stages.*,
        row_number() over (
            partition by lifecycle_stages.stage
            order by lifecycle_stages.valid_from desc nulls last
        ) as version_rank
    from lifecycle_stages
    cross join run
    where
        lifecycle_stages.valid_from is null
        or lifecycle_stages.valid_from <= run.as_of_on
)

select
    stage,
    stage_path,
    label_ja,
    label_en,

    stage_order,
    late_after_hours
from begun
where version_rank = 1
