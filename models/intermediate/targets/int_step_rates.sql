-- One row per source group and stage pair: a year's mature passages and who got there.
with passages as (
    select * from {{ ref('int_funnel_passages') }}
),

windows as (
    select * from {{ ref('int_windows') }}
),

run as (
    select * from {{ ref('int_run') }}
),

last_year as (
    select * from {{ ref('int_last_year') }}
),

longest as (
    select max(window_days) as window_days
    from windows
),

-- The last year of those who have had the longest window.
mature as (
    select
        passages.*,
        {{ add_days('passages.occurred_at', 'longest.window_days') }} as until_at
    from passages
    cross join run
    cross join longest
    cross join last_year
    where
        {{ add_days('passages.occurred_at', 'longest.window_days') }} <= run.as_of
        and passages.entered_on
        > {{ shift_day('last_year.after_on', '-longest.window_days') }}
),

entered as (
    select source_group, stage as from_stage, count(*) as entered
    from mature
    group by source_group, stage
),

reached as (
    select
        mature.source_group,
        mature.stage as from_stage,
        passages.stage as to_stage,
        count(*) filter (where passages.occurred_at <= mature.until_at) as converted
    from mature
    inner join passages
        on passages.path_key = mature.path_key
        and passages.stage_order > mature.stage_order
    group by mature.source_group, mature.stage, passages.stage
),

groups as (
    select
        entered.source_group,
        entered.from_stage,
        reached.to_stage,
        entered.entered,
        reached.converted
    from entered
    inner join reached
        on reached.source_group = entered.source_group
        and reached.from_stage = entered.from_stage
),

-- A group of which nobody got there counts among all.
company as (
    select
        'all' as source_group,
        reached.from_stage,
        reached.to_stage,
        company_entered.entered,
        sum(reached.converted) as converted
    from reached
    inner join (
        select from_stage, sum(entered) as entered
        from entered
        group by from_stage
    ) as company_entered
        on company_entered.from_stage = reached.from_stage
    group by reached.from_stage, reached.to_stage, company_entered.entered
)

select
    source_group,
    from_stage,
    to_stage,

    cast(entered as bigint) as entered,
    cast(converted as bigint) as converted,
    cast(converted as double) / nullif(entered, 0) as rate
from groups
union all
select
    source_group,
    from_stage,
    to_stage,
    cast(entered as bigint),
    cast(converted as bigint),
    cast(converted as double) / nullif(entered, 0)
from company
