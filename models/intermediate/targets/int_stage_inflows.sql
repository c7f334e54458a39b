-- One row per source group and stage: who came in a year, and how long winners took.
with passages as (
    select * from {{ ref('int_funnel_passages') }}
),

last_year as (
    select * from {{ ref('int_last_year') }}
),

first_stages as (
    select
        path_key,
        min(stage_order) as first_order
    from passages
    group by path_key
),

wins as (
    select passages.path_key, passages.occurred_at
    from passages
    cross join last_year
    where
        passages.stage = 'won'
        and passages.is_observed
        and passages.entered_on > last_year.after_on
),

year_entries as (
    select
        passages.source_group,
        passages.stage,
        passages.stage_order = first_stages.first_order as is_first,
        passages.is_recycled
    from passages
    cross join last_year
    inner join first_stages on first_stages.path_key = passages.path_key
    where passages.entered_on > last_year.after_on
),

win_times as (
    select
        passages.source_group,
        passages.stage,
        {{ elapsed_days('passages.occurred_at', 'wins.occurred_at') }} as days_to_win
    from passages
    inner join wins on wins.path_key = passages.path_key
    where passages.is_observed
),

scoped_entries as (
    select source_group, stage, is_first, is_recycled from year_entries
    union all
    select 'all', stage, is_first, is_recycled from year_entries
),

scoped_times as (
    select source_group, stage, days_to_win from win_times
    union all
    select 'all', stage, days_to_win from win_times
),

counted as (
    select
        source_group,
        stage,
        count(*) as entries,
        count(*) filter (where is_first) as entries_first,
        count(*) filter (where is_recycled) as entries_recycled
    from scoped_entries
    group by source_group, stage
),

timed as (
    select
        source_group,
        stage,
        {{ percentiles('days_to_win', [0.5]) }} as days_to_win
    from scoped_times
    group by source_group, stage
)

select
    counted.source_group,
    counted.stage,

    counted.entries,
    counted.entries_first,
    counted.entries_recycled,
    {{ percentile_of('timed.days_to_win', 1) }} as lead_time_days
from counted
left join timed
    on timed.source_group = counted.source_group
    and timed.stage = counted.stage
