-- One row per official KPI of cycles: where it stands, and what its weakness costs.
with bands as (
    select * from {{ ref('int_kpi_bands') }}
),

kpis as (
    select * from {{ ref('int_kpis_in_force') }}
),

step_rates as (
    select * from {{ ref('int_step_rates') }} where source_group = 'all'
),

deal_sizes as (
    select max(deals) as deals, max(mean_amount) as mean_amount
    from {{ ref('int_deal_sizes') }}
    where source_group = 'all'
),

labels as (
    select * from {{ source('book', 'labels') }} where vocabulary = 'position'
),

run as (
    select * from {{ ref('int_run') }}
),

-- Good months are luck where the rate of all is within their interval.
told_apart as (
    select
        *,
        coalesce(rate < {{ wilson_bound('best_converted', 'best_mature', '-') }}, false)
            as has_own_best
    from bands
),

-- Up to the band where it is missed; without a band, up to its own good months.
placed as (
    select
        bands.*,
        kpis.kpi_name,
        kpis.label_en,
        kpis.from_stage,
        kpis.to_stage,
        kpis.window_days,
        case
            when bands.band_lower is null then 'unknown'
            when bands.rate < bands.band_lower then 'below'
            when bands.rate > bands.band_upper then 'above'
            else 'within'
        end as band_position,
        case
            when bands.rate < bands.band_lower then 'band'
            when bands.band_lower is null and bands.has_own_best
                then 'own_best'
            else 'none'
        end as goal_basis,
        case
            when bands.rate < bands.band_lower then bands.band_lower
            when bands.band_lower is null and bands.has_own_best
                then bands.own_best_rate
            else bands.rate
        end as goal_rate,
        {{ wilson_bound('bands.cycles_converted', 'bands.cycles_mature', '-') }}
            as rate_lower,
        {{ wilson_bound('bands.cycles_converted', 'bands.cycles_mature', '+') }}
            as rate_upper
    from told_apart as bands
    inner join kpis on kpis.kpi_id = bands.kpi_id
),

-- What one more of them is worth: the share that is won later, times a deal's size.
valued as (
    select
        placed.*,
        coalesce(labels.label_ja, placed.band_position) as position_ja,
        coalesce(labels.label_en, placed.band_position) as position_en,
        case
            when placed.to_stage = 'won' then 1 else step_rates.rate
        end as later_win_rate,
        deal_sizes.deals as deals_sized,
        deal_sizes.mean_amount,
        run.currency
    from placed
    cross join run
    cross join deal_sizes
    left join labels on labels.code = placed.band_position
    left join step_rates
        on step_rates.from_stage = placed.to_stage
        and step_rates.to_stage = 'won'
),

costed as (
    select
        *,
        cycles_mature * later_win_rate * mean_amount as worth_of_all,
        case
            when goal_basis != 'none' and rate_upper < goal_rate
                then goal_rate - rate_upper
            else 0
        end as least_gap,
        case when goal_basis = 'none' then 0 else goal_rate - rate_lower end as most_gap
    from valued
)

-- The next leads convert worse than the average one: no more than this is to be gained.
select
    kpi_id,
    kpi_name,
    label_en,
    from_stage,
    to_stage,
    definition_kind,
    benchmark_id,
    band_position,
    position_ja,
    position_en,
    goal_basis,
    currency,

    row_number() over (
        order by
            round(worth_of_all * (goal_rate - rate), 2) desc nulls last,
            round(goal_rate - rate, 9) desc nulls last,
            kpi_id asc nulls last
    ) as bottleneck_rank,
    window_days,
    months,
    cycles_mature,
    cycles_converted,
    round(rate, 9) as rate,
    rate_lower,
    rate_upper,
    round(band_lower, 9) as band_lower,
    round(band_upper, 9) as band_upper,
    round(own_best_rate, 9) as own_best_rate,
    round(goal_rate, 9) as goal_rate,
    round(cycles_mature * (goal_rate - rate), 2) as conversions_missed,
    round(later_win_rate, 9) as later_win_rate,
    deals_sized,
    round(mean_amount, 2) as mean_amount,
    round(worth_of_all * (goal_rate - rate), 2) as revenue_upper_bound,
    round(worth_of_all * least_gap, 2) as revenue_upper_bound_lower,
    round(worth_of_all * most_gap, 2) as revenue_upper_bound_upper,

    from_on,
    to_on
from costed
