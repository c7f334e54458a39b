-- One row per period, stage pair, entry policy and segment: entries against entries.
with counted as (
    select * from {{ ref('int_funnel_periods') }}
),

reported as (
    select * from {{ ref('int_reported_periods') }}
)

select
    definition_basis,
    period_grain,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    stage_knowledge,
    entries_from,
    entries_to,
    period_ratio,

    period_on
from counted
union all
select
    'reported',
    period_grain,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    stage_knowledge,
    entries_from,
    entries_to,
    period_ratio,
    period_on
from reported
