-- One row per landmark, outcome, window and score band, and one for all bands.
with outcomes as (
    select * from {{ ref('int_score_outcomes') }}
),

bands as (
    select * from {{ ref('int_score_bands') }}
),

ranks as (
    select * from {{ ref('int_score_ranks') }}
),

cells as (
    select landmark, outcome, window_days
    from outcomes
    group by landmark, outcome, window_days
),

-- A band in which no cycle lies is an answer too.
counted as (
    select
        cells.landmark,
        cells.outcome,
        cells.window_days,
        bands.band,
        bands.label_ja,
        bands.label_en,
        bands.lower_bound,
        count(outcomes.lead_id) as cycles,
        count(*) filter (where outcomes.is_mature) as cycles_mature,
        count(*) filter (where outcomes.is_mature and outcomes.is_reached)
            as cycles_converted
    from cells
    cross join bands
    left join outcomes
        on outcomes.landmark = cells.landmark
        and outcomes.outcome = cells.outcome
        and outcomes.window_days = cells.window_days
        and outcomes.band = bands.band
    group by
        cells.landmark, cells.outcome, cells.window_days, bands.band, bands.label_ja,
        bands.label_en, bands.lower_bound
),

with_totals as (
    select landmark, outcome, window_days, band, label_ja, label_en, lower_bound,
        cycles, cycles_mature, cycles_converted, cast(null as double) as auc
    from counted
    union all
    select
        counted.landmark, counted.outcome, counted.window_days, 'all', null, null, null,
        sum(counted.cycles), sum(counted.cycles_mature), sum(counted.cycles_converted),
        max(ranks.auc)
    from counted
    left join ranks
        on ranks.landmark = counted.landmark
        and ranks.outcome = counted.outcome
        and ranks.window_days = counted.window_days
    group by counted.landmark, counted.outcome, counted.window_days
)

select
    'then' as definition_basis,
    landmark,
    outcome,
    band,
    label_ja,
    label_en,

    window_days,
    lower_bound,
    cast(cycles as bigint) as cycles,
    cast(cycles_mature as bigint) as cycles_mature,
    cast(cycles_converted as bigint) as cycles_converted,
    round(cast(cycles_converted as double) / nullif(cycles_mature, 0), 9)
        as conversion_rate,
    {{ wilson_bound('cycles_converted', 'cycles_mature', '-') }} as rate_lower,
    {{ wilson_bound('cycles_converted', 'cycles_mature', '+') }} as rate_upper,
    auc
from with_totals
