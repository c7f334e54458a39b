-- One row per target period that goes on, group and team: what open deals bring.
with spans as (
    select * from {{ ref('int_forecast_spans') }}
),

open_deals as (
    select * from {{ ref('int_target_deals') }} where outcome = 'open'
),

deal_curve as (
    select * from {{ ref('int_deal_curve') }}
),

oldest as (
    select max(age_days) as age_days
    from deal_curve
),

-- A deal without an amount is taken for one of mean size.
aged as (
    select
        spans.*,
        coalesce(cast(open_deals.amount as double), spans.mean_amount) as amount,
        open_deals.age_days,
        case
            when open_deals.age_days + spans.days_to_begin > oldest.age_days
                then oldest.age_days
            else open_deals.age_days + spans.days_to_begin
        end as age_at_begin,
        case
            when open_deals.age_days + spans.days_to_end > oldest.age_days
                then oldest.age_days
            else open_deals.age_days + spans.days_to_end
        end as age_at_end
    from open_deals
    cross join oldest
    inner join spans
        on spans.source_group = open_deals.source_group
        and spans.owner_team = open_deals.owner_team
),

-- Of the deals that were open at its age, those won in the period. Where none got as
-- old nobody can tell, and it counts for nothing.
chances as (
    select
        aged.*,
        coalesce(
            (at_end.won_share - at_begin.won_share) / nullif(today.open_share, 0), 0
        ) as chance
    from aged
    inner join deal_curve as today on today.age_days = aged.age_days
    inner join deal_curve as at_begin on at_begin.age_days = aged.age_at_begin
    inner join deal_curve as at_end on at_end.age_days = aged.age_at_end
)

select
    period_grain,
    source_group,
    owner_team,

    cast(sum(cast(chance as decimal(28, 9))) as double) as wins,
    cast(sum(cast(chance * (1 - chance) as decimal(28, 9))) as double)
        as wins_variance,
    cast(sum(cast(chance * amount as decimal(28, 6))) as double) as amount,
    cast(
        sum(cast(chance * (1 - chance) * amount * amount as decimal(38, 6))) as double
    ) as variance,

    period_on
from chances
group by period_grain, period_on, source_group, owner_team
