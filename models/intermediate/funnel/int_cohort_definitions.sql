-- One row per basis, cohort period, stage, entry policy and segment: definitions.
with entries as (
    select * from {{ ref('int_cohort_entries') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

kind_segments as (
    select * from {{ ref('int_kind_segments') }}
),

period_entries as (
    select
        entries.definition_basis,
        day_periods.period_number,
        entries.stage,
        entries.entry_policy,
        entries.kind_key,
        entries.definition_id
    from entries
    inner join day_periods on day_periods.day_on = entries.entered_on
    group by
        entries.definition_basis, day_periods.period_number, entries.stage,
        entries.entry_policy, entries.kind_key, entries.definition_id
),

segment_entries as (
    select
        period_entries.definition_basis,
        period_entries.period_number,
        period_entries.stage,
        period_entries.entry_policy,
        kind_segments.segment_number,
        period_entries.definition_id
    from period_entries
    inner join kind_segments on kind_segments.kind_key = period_entries.kind_key
    group by
        period_entries.definition_basis, period_entries.period_number,
        period_entries.stage, period_entries.entry_policy, kind_segments.segment_number,
        period_entries.definition_id
)

select
    definition_basis,
    stage,
    entry_policy,
    segment_number,
    {{ joined_values("nullif(definition_id, '(none)')") }} as definition_ids,

    period_number
from segment_entries
group by definition_basis, period_number, stage, entry_policy, segment_number
