-- One row per period, stage, pair of systems and verdict.
with counted as (
    select * from {{ ref('int_agreement_counts') }}
),

reported as (
    select * from {{ ref('int_reported_agreement') }}
)

select
    definition_basis,
    period_grain,
    stage,
    system_pair,
    verdict,
    cycles,
    median_delay_hours,
    p90_delay_hours,

    period_on
from counted
union all
select
    'reported',
    period_grain,
    stage,
    system_pair,
    verdict,
    cycles,
    median_delay_hours,
    p90_delay_hours,
    period_on
from reported
