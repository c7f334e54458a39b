-- id: metrics_equal_marts_and_facts
-- table: marts.mart_kpis
-- kind: recounts
-- promise: The metric kpi_rate as MetricFlow asks for it, the mart's own rate and a count
--   of the lead cycles themselves are one number, for every official KPI of cycles.
with kpis as (
    select * from {batch}
),

-- As compiled by `mf query --explain`, which a test compares.
metric as (
    SELECT
      kpi__period_on__day
      , kpi__period_grain
      , kpi__definition_basis
      , kpi__kpi_id
      , CAST(members_converted AS DOUBLE) / CAST(NULLIF(members_mature, 0) AS DOUBLE) AS kpi_rate
    FROM (
      SELECT
        DATE_TRUNC('day', period_on) AS kpi__period_on__day
        , period_grain AS kpi__period_grain
        , definition_basis AS kpi__definition_basis
        , kpi_id AS kpi__kpi_id
        , SUM(members_converted) AS members_converted
        , SUM(members_mature) AS members_mature
      FROM kpis kpis_src_10000
      GROUP BY
        DATE_TRUNC('day', period_on)
        , period_grain
        , definition_basis
        , kpi_id
    ) subq_5
),

official as (
    select kpi_id, from_stage, to_stage, window_days
    from kpis
    where
        is_headline and unit = 'cycle' and entry_policy = 'strict'
        and window_days is not null and definition_basis = 'then'
    group by kpi_id, from_stage, to_stage, window_days
),

reached as (
    select
        cycles.lead_id, cycles.cycle_number,
        unnest([
            {'stage': 'lead', 'at': case
                when cycles.entry_type = 'acquired' then cycles.opened_at
            end},
            {'stage': 'mql', 'at': cycles.mql_at},
            {'stage': 'sal', 'at': cycles.sal_at},
            {'stage': 'sql', 'at': cycles.sql_at},
            {'stage': 'opportunity', 'at': cycles.opportunity_at},
            {'stage': 'won', 'at': cycles.won_at}
        ]) as step
    from facts.fct_lead_cycles as cycles
),

counted as (
    select
        official.kpi_id,
        days.month_on as period_on,
        count(*) as mature,
        count(*) filter (
            where ends.step.at between starts.step.at
            and starts.step.at + to_days(official.window_days)
        ) as converted
    from official
    cross join intermediate.int_run as run
    inner join reached as starts
        on starts.step.stage = official.from_stage
        and starts.step.at + to_days(official.window_days) <= run.as_of
    inner join intermediate.int_lead_knowledge as knowledge
        on knowledge.definition_basis = 'then'
        and knowledge.lead_id = starts.lead_id
        and knowledge.stage = official.to_stage
    inner join dimensions.dim_days as days
        on days.starts_at <= starts.step.at and days.ends_at > starts.step.at
    left join reached as ends
        on ends.lead_id = starts.lead_id
        and ends.cycle_number = starts.cycle_number
        and ends.step.stage = official.to_stage
    group by official.kpi_id, days.month_on
)

select
    kpis.definition_basis,
    kpis.kpi_id,
    kpis.period_grain,
    kpis.period_on
from kpis
left join metric
    on metric.kpi__definition_basis = kpis.definition_basis
    and metric.kpi__kpi_id = kpis.kpi_id
    and metric.kpi__period_grain = kpis.period_grain
    and metric.kpi__period_on__day = kpis.period_on
left join official on official.kpi_id = kpis.kpi_id
left join counted
    on counted.kpi_id = kpis.kpi_id
    and counted.period_on = kpis.period_on
where
    (metric.kpi_rate is null) <> (kpis.rate is null)
    or abs(metric.kpi_rate - kpis.rate) > 1e-8
    or (
        kpis.definition_basis = 'then'
        and kpis.period_grain = 'month'
        and kpis.is_headline
        and official.kpi_id is not null
        and coalesce(
            abs(
                metric.kpi_rate
                - cast(counted.converted as double) / nullif(counted.mature, 0)
            ) > 1e-8,
            kpis.members_mature > 0 or counted.mature > 0
        )
    )
