-- One row per step of a segment, period and whole days of follow-up: cycles entered.
with entries as (
    select * from {{ ref('int_cohort_entries') }}
),

kind_segments as (
    select * from {{ ref('int_kind_segments') }}
),

step_pairs as (
    select * from {{ ref('int_step_pairs') }}
),

knowledge as (
    select * from {{ ref('int_set_knowledge') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

days as (
    select * from {{ ref('int_days') }}
),

period_entries as (
    select
        entries.definition_basis,
        entries.entry_policy,
        entries.stage,
        entries.source_set,
        kind_segments.segment_number,
        day_periods.period_number,
        entries.follow_days,
        sum(entries.cycles) as cycles,
        min(entries.entered_on) as first_on
    from entries
    inner join kind_segments on kind_segments.kind_key = entries.kind_key
    inner join day_periods on day_periods.day_on = entries.entered_on
    group by
        entries.definition_basis, entries.entry_policy, entries.stage,
        entries.source_set, kind_segments.segment_number, day_periods.period_number,
        entries.follow_days
)

-- Only cycles of people whose sources can know the stage are in numbers of it.
select
    {{ step_number('step_pairs.pair_number', 'period_entries.segment_number') }}
        as step_number,
    period_entries.period_number,
    period_entries.follow_days,
    cast(
        coalesce(
            sum(period_entries.cycles) filter (where knowledge.stage is not null), 0
        ) as bigint
    ) as cycles,

    bool_or(knowledge.stage is not null) as is_known,
    bool_or(coalesce(knowledge.observed_from > days.starts_at, false))
        as is_left_truncated
from period_entries
inner join step_pairs
    on step_pairs.definition_basis = period_entries.definition_basis
    and step_pairs.entry_policy = period_entries.entry_policy
    and step_pairs.from_stage = period_entries.stage
inner join days on days.day_on = period_entries.first_on
left join knowledge
    on knowledge.definition_basis = period_entries.definition_basis
    and knowledge.source_set = period_entries.source_set
    and knowledge.stage = step_pairs.to_stage
group by
    step_pairs.pair_number, period_entries.segment_number,
    period_entries.period_number, period_entries.follow_days
