-- One row per period, stage, pair of systems and verdict.
with agreement as (
    select * from {{ ref('fct_stage_agreement') }}
),

days as (
    select * from {{ ref('dim_days') }}
),

-- A disagreement counts in the period in which anybody first said the stage.
dated as (
    select
        agreement.*,
        days.week_on,
        days.month_on,
        days.quarter_on
    from agreement
    inner join days
        on days.starts_at <= least(
            coalesce(agreement.ma_at, agreement.sfa_at, agreement.defined_at),
            coalesce(agreement.sfa_at, agreement.defined_at, agreement.ma_at),
            coalesce(agreement.defined_at, agreement.ma_at, agreement.sfa_at)
        )
        and days.ends_at > least(
            coalesce(agreement.ma_at, agreement.sfa_at, agreement.defined_at),
            coalesce(agreement.sfa_at, agreement.defined_at, agreement.ma_at),
            coalesce(agreement.defined_at, agreement.ma_at, agreement.sfa_at)
        )
),

paired as (
    select dated.*, 'ma_sfa' as system_pair, ma_sfa_verdict as pair_verdict from dated
    union all
    select dated.*, 'ma_definition', ma_definition_verdict from dated
    union all
    select dated.*, 'sfa_definition', sfa_definition_verdict from dated
    union all
    select dated.*, 'worst', verdict from dated
),

periods as (
    select paired.*, 'week' as period_grain, week_on as period_on from paired
    union all
    select paired.*, 'month', month_on from paired
    union all
    select paired.*, 'quarter', quarter_on from paired
)

-- No verdict: one of the two systems cannot know the stage.
select
    'then' as definition_basis,
    period_grain,
    stage,
    system_pair,
    pair_verdict as verdict,

    count(*) as cycles,

    period_on
from periods
where pair_verdict is not null
group by period_grain, period_on, stage, system_pair, pair_verdict
