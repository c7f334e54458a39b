-- One row per basis, cohort period, stage, entry policy and segment: definitions.
with entries as (
    select * from {{ ref('int_cohort_entries') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

period_entries as (
    select
        entries.definition_basis,
        day_periods.period_grain,
        day_periods.period_on,
        entries.stage,
        entries.entry_policy,
        entries.channel,
        entries.lead_source,
        entries.customer_status,
        entries.definition_id
    from entries
    inner join day_periods on day_periods.day_on = entries.entered_on
    group by
        entries.definition_basis, day_periods.period_grain, day_periods.period_on,
        entries.stage, entries.entry_policy, entries.channel, entries.lead_source,
        entries.customer_status, entries.definition_id
),

segments as (
    {{ segmented('period_entries', [
        'definition_basis', 'period_grain', 'period_on', 'stage', 'entry_policy',
        'definition_id'
    ]) }}
)

select
    definition_basis,
    period_grain,
    stage,
    entry_policy,
    segment_dimension,
    segment_value,
    {{ joined_values("nullif(definition_id, '(none)')") }} as definition_ids,

    period_on
from segments
group by
    definition_basis, period_grain, period_on, stage, entry_policy, segment_dimension,
    segment_value
