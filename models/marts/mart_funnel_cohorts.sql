-- One row per cohort period, stage pair, window, entry policy and segment.
with counted as (
    select * from {{ ref('int_funnel_cohorts') }}
),

ledger_rows as (
    select * from {{ source('ledger', 'funnel_cohorts') }}
),

-- What closes in this run.
scopes as (
    select * from {{ ref('int_closed_scopes') }}
    where mart = 'mart_funnel_cohorts' and is_new
),

kpis as (
    select * from {{ ref('int_kpis_in_force') }}
    where unit = 'cycle' and is_official
),

official_rates as (
    select definition_basis, from_stage, to_stage, entry_policy, window_days
    from kpis
    group by definition_basis, from_stage, to_stage, entry_policy, window_days
),

-- What was reported stays; what closes now is reported as it stands.
all_cohorts as (
    select
        definition_basis,
        period_grain,
        from_stage,
        to_stage,
        entry_policy,
        segment_dimension,
        segment_value,
        stage_knowledge,
        definition_ids,
        window_days,
        cycles_entered,
        cycles_mature,
        cycles_converted,
        conversion_rate,
        rate_lower,
        rate_upper,
        estimated_rate,
        median_days,
        p90_days,
        is_immature,
        is_left_truncated,
        cohort_on
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
        definition_ids,
        window_days,
        cycles_entered,
        cycles_mature,
        cycles_converted,
        conversion_rate,
        rate_lower,
        rate_upper,
        estimated_rate,
        median_days,
        p90_days,
        is_immature,
        is_left_truncated,
        cohort_on
    from ledger_rows
    union all
    select
        'reported',
        counted.period_grain,
        counted.from_stage,
        counted.to_stage,
        counted.entry_policy,
        counted.segment_dimension,
        counted.segment_value,
        counted.stage_knowledge,
        counted.definition_ids,
        counted.window_days,
        counted.cycles_entered,
        counted.cycles_mature,
        counted.cycles_converted,
        counted.conversion_rate,
        counted.rate_lower,
        counted.rate_upper,
        counted.estimated_rate,
        counted.median_days,
        counted.p90_days,
        counted.is_immature,
        counted.is_left_truncated,
        counted.cohort_on
    from counted
    inner join scopes
        on scopes.period_grain = counted.period_grain
        and scopes.period_on = counted.cohort_on
        and scopes.window_days = counted.window_days
    where counted.definition_basis = 'then' and {{ is_reported_segment('counted') }}
)

-- The window "to date" has no days: 0 stands for it in the join alone.
select
    all_cohorts.definition_basis,
    all_cohorts.period_grain,
    all_cohorts.from_stage,
    all_cohorts.to_stage,
    all_cohorts.entry_policy,
    all_cohorts.segment_dimension,
    all_cohorts.segment_value,
    all_cohorts.stage_knowledge,
    all_cohorts.definition_ids,

    all_cohorts.window_days,
    all_cohorts.cycles_entered,
    all_cohorts.cycles_mature,
    all_cohorts.cycles_converted,
    all_cohorts.conversion_rate,
    all_cohorts.rate_lower,
    all_cohorts.rate_upper,
    all_cohorts.estimated_rate,
    all_cohorts.median_days,
    all_cohorts.p90_days,

    official_rates.from_stage is not null as is_official,
    all_cohorts.is_immature,
    all_cohorts.is_left_truncated,

    all_cohorts.cohort_on
from all_cohorts
left join official_rates
    on official_rates.definition_basis = case
        when all_cohorts.definition_basis = 'reported' then 'then'
        else all_cohorts.definition_basis
    end
    and official_rates.from_stage = all_cohorts.from_stage
    and official_rates.to_stage = all_cohorts.to_stage
    and official_rates.entry_policy = all_cohorts.entry_policy
    and coalesce(official_rates.window_days, 0) = coalesce(all_cohorts.window_days, 0)
