-- One row per MA record and observation of its level or title: the level known then.
with observations as (
    select * from {{ ref('int_attribute_observations') }}
    where attribute in ('job_level', 'title')
),

-- Each observation begins a stretch in which its attribute keeps its value.
numbered as (
    select
        *,
        count(case when attribute = 'job_level' then 1 end) over record_history
            as level_number,
        count(case when attribute = 'title' then 1 end) over record_history
            as title_number
    from observations
    window record_history as (
        partition by source, source_record_id
        order by observed_at asc nulls last, event_id asc nulls last
    )
),

known as (
    select
        source,
        source_record_id,
        event_id,
        observed_at,
        max(case when attribute = 'job_level' then value end) over (
            partition by source, source_record_id, level_number
        ) as job_level,
        max(case when attribute = 'title' then value end) over (
            partition by source, source_record_id, title_number
        ) as title
    from numbered
)

-- A title says the level wherever the level is not known.
select
    source,
    source_record_id,
    coalesce(job_level, title) as job_level,
    event_id,

    observed_at
from known
