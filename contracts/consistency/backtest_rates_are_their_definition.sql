-- id: backtest_rates_are_their_definition
-- table: marts.mart_definition_backtest
-- kind: rates
-- promise: Precision is reached ÷ mature entries, recall preceded ÷ judged outcomes, empty
--   exactly where there is none, each inside its own 95 % Wilson interval; no more
--   entries are mature than were made.
with cells as (
    select * from {batch}
),

rates as (
    select *, 'baseline precision' as rate_name, baseline_reached as hits,
        baseline_mature as trials, baseline_precision as rate,
        baseline_precision_lower as lower_end, baseline_precision_upper as upper_end
    from cells
    union all
    select *, 'tried precision', tried_reached, tried_mature, tried_precision,
        tried_precision_lower, tried_precision_upper
    from cells
    union all
    select *, 'baseline recall', baseline_outcomes, outcomes_judged, baseline_recall,
        baseline_recall_lower, baseline_recall_upper
    from cells
    union all
    select *, 'tried recall', tried_outcomes, outcomes_judged, tried_recall,
        tried_recall_lower, tried_recall_upper
    from cells
),

wilson as (
    select
        *,
        1.959963984540054 as z,
        cast(hits as double) / nullif(trials, 0) as expected
    from rates
),

intervals as (
    select
        *,
        (expected + z * z / (2 * trials)) / (1 + z * z / trials) as middle,
        z / (1 + z * z / trials)
        * sqrt(
            greatest(expected * (1 - expected), 0) / trials
            + z * z / (4 * trials * trials)
        )
            as half_width
    from wilson
)

select
    baseline_definition_id,
    tried_definition_id,
    segment_dimension,
    segment_value,
    outcome_stage,
    window_days,
    rate_name
from intervals
where
    not (0 <= hits and hits <= trials)
    or baseline_mature > baseline_entries
    or tried_mature > tried_entries
    or (rate is null) <> (expected is null)
    or abs(rate - expected) > 1e-8
    or (lower_end is null) <> (expected is null)
    or (upper_end is null) <> (expected is null)
    or abs(lower_end - greatest(middle - half_width, 0)) > 1e-4
    or abs(upper_end - least(middle + half_width, 1)) > 1e-4
