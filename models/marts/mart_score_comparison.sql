-- One row per MA source, with how far its own scores and the computed ones agree.
with ma_scores as (
    select * from {{ ref('int_ma_scores') }}
),

current_scores as (
    select * from {{ ref('int_current_scores') }} where counts_from = 'lifetime'
),

knowledge as (
    select * from {{ ref('int_score_knowledge') }}
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

bands as (
    select * from {{ ref('int_score_bands') }}
),

counted_leads as (
    select lead_id from counted_cycles group by lead_id
),

-- A lead whose touches are delivered and give no points has 0, which is a score.
paired as (
    select
        ma_scores.source,
        ma_scores.lead_id,
        ma_scores.ma_score,
        coalesce(current_scores.score, 0) as score
    from ma_scores
    inner join counted_leads on counted_leads.lead_id = ma_scores.lead_id
    inner join knowledge on knowledge.lead_id = ma_scores.lead_id
    left join current_scores on current_scores.lead_id = ma_scores.lead_id
),

both_shown as (
    select
        paired.*,
        paired.score - paired.ma_score as difference,
        own_bands.band = ma_bands.band as is_in_same_band,
        rank() over (
            partition by paired.source order by paired.score asc nulls last
        )
        + (count(*) over (partition by paired.source, paired.score) - 1) * 0.5
            as score_rank,
        rank() over (
            partition by paired.source order by paired.ma_score asc nulls last
        )
        + (count(*) over (partition by paired.source, paired.ma_score) - 1) * 0.5
            as ma_rank
    from paired
    inner join bands as own_bands
        on coalesce(own_bands.lower_bound <= paired.score, true)
        and coalesce(own_bands.upper_bound > paired.score, true)
    inner join bands as ma_bands
        on coalesce(ma_bands.lower_bound <= paired.ma_score, true)
        and coalesce(ma_bands.upper_bound > paired.ma_score, true)
    where paired.ma_score is not null
),

-- Spearman: the correlation of the ranks, whose means are equal.
compared as (
    select
        source,
        count(*) as leads_with_both,
        count(*) filter (where is_in_same_band) as leads_in_same_band,
        avg(difference) as mean_difference,
        avg(abs(difference)) as mean_absolute_difference,
        percentile_cont(0.5) within group (order by abs(difference))
            as median_absolute_difference,
        avg(score_rank * ma_rank) - avg(score_rank) * avg(ma_rank) as covariance,
        sqrt(
            (avg(score_rank * score_rank) - avg(score_rank) * avg(score_rank))
            * (avg(ma_rank * ma_rank) - avg(ma_rank) * avg(ma_rank))
        ) as spread
    from both_shown
    group by source
),

shown as (
    select
        source,
        count(*) as leads,
        count(*) filter (where ma_score is null) as leads_without_ma_score
    from paired
    group by source
)

select
    shown.source,

    shown.leads,
    shown.leads_without_ma_score,
    coalesce(compared.leads_with_both, 0) as leads_with_both,
    coalesce(compared.leads_in_same_band, 0) as leads_in_same_band,
    round(
        cast(compared.leads_in_same_band as double)
        / nullif(compared.leads_with_both, 0),
        9
    ) as same_band_share,
    round(compared.mean_difference, 9) as mean_difference,
    round(compared.mean_absolute_difference, 9) as mean_absolute_difference,
    round(compared.median_absolute_difference, 9) as median_absolute_difference,
    round(compared.covariance / nullif(compared.spread, 0), 9) as rank_correlation
from shown
left join compared on compared.source = shown.source
