-- One row per target period, group, team and stage: who has entered it in its time.
with windows as (
    select * from {{ ref('int_target_windows') }}
),

passages as (
    select * from {{ ref('int_funnel_passages') }}
),

last_year as (
    select * from {{ ref('int_last_year') }}
),

run as (
    select * from {{ ref('int_run') }}
),

day_entries as (
    select
        source_group,
        owner_team,
        stage,
        entered_on,
        count(*) as entries,
        count(*) filter (where is_recycled) as entries_recycled
    from passages
    group by source_group, owner_team, stage, entered_on
),

scoped as (
    {{ scoped('day_entries', ['stage', 'entered_on', 'entries', 'entries_recycled']) }}
),

paces as (
    select
        scoped.source_group,
        scoped.owner_team,
        scoped.stage,
        cast(sum(scoped.entries) as double) / nullif(max(last_year.days_on_record), 0)
            as entries_a_day
    from scoped
    cross join last_year
    where scoped.entered_on > last_year.after_on
    group by scoped.source_group, scoped.owner_team, scoped.stage
),

counted as (
    select
        windows.period_grain,
        windows.period_on,
        windows.source_group,
        windows.owner_team,
        windows.stage,
        sum(scoped.entries) as entries,
        sum(scoped.entries_recycled) as entries_recycled
    from windows
    inner join scoped
        on scoped.source_group = windows.source_group
        and scoped.owner_team = windows.owner_team
        and scoped.stage = windows.stage
        and scoped.entered_on >= windows.from_on
        and scoped.entered_on < windows.to_on
    group by
        windows.period_grain, windows.period_on, windows.source_group,
        windows.owner_team, windows.stage
)

-- The days of its time that have not come are those after the as-of's.
select
    windows.period_grain,
    windows.source_group,
    windows.owner_team,
    windows.stage,

    cast(coalesce(counted.entries, 0) as bigint) as entries,
    cast(coalesce(counted.entries_recycled, 0) as bigint) as entries_recycled,
    coalesce(paces.entries_a_day, 0) * case
        when windows.to_on <= run.as_of_on then 0
        when windows.from_on > run.as_of_on
            then {{ days_between('windows.from_on', 'windows.to_on') }}
        else {{ days_between('run.as_of_on', 'windows.to_on') }} - 1
    end as entries_ahead,

    windows.period_on
from windows
cross join run
left join counted
    on counted.period_grain = windows.period_grain
    and counted.period_on = windows.period_on
    and counted.source_group = windows.source_group
    and counted.owner_team = windows.owner_team
    and counted.stage = windows.stage
left join paces
    on paces.source_group = windows.source_group
    and paces.owner_team = windows.owner_team
    and paces.stage = windows.stage
where windows.from_on is not null
