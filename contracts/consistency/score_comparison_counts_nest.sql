-- id: score_comparison_counts_nest
-- table: marts.mart_score_comparison
-- kind: adding up
-- promise: Every lead of an MA shows a score of its own or none; agreement is counted
--   and measured among those that do.
with comparisons as (
    select * from {batch}
)

select source
from comparisons
where
    leads <> leads_without_ma_score + leads_with_both
    or leads_in_same_band > leads_with_both
    or (same_band_share is null) <> (leads_with_both = 0)
    or abs(
        same_band_share
        - cast(leads_in_same_band as double) / nullif(leads_with_both, 0)
    ) > 1e-8
    or (mean_difference is null) <> (leads_with_both = 0)
    or abs(mean_difference) > mean_absolute_difference + 1e-8
    or not rank_correlation between -1 - 1e-8 and 1 + 1e-8
    or (leads_with_both < 2 and rank_correlation is not null)
