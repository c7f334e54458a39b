-- id: agreement_counts_recount
-- table: marts.mart_stage_agreement
-- kind: recounts
-- promise: The counts of verdicts are those of the agreement of lead cycles, per period,
--   stage and pair of systems on either basis, and none is missing; so are the median and 90th percentile of
--   the hours that the two sides of a pair lie apart.
with published as (
    select * from {batch}
),

-- What was reported stays as it was counted then.
counts as (
    select * from published
    where definition_basis <> 'reported'
),

every_agreement as (
    select
        'then' as definition_basis, stage, ma_at, sfa_at, defined_at, ma_sfa_verdict,
        ma_definition_verdict, sfa_definition_verdict, verdict
    from facts.fct_stage_agreement
    union all
    select
        definition_basis, stage, ma_at, sfa_at, defined_at, ma_sfa_verdict,
        ma_definition_verdict, sfa_definition_verdict, verdict
    from intermediate.int_stage_agreement
    where definition_basis <> 'then'
),

verdicts as (
    select
        agreement.definition_basis,
        agreement.stage,
        pairs.system_pair,
        cast(
            least(agreement.ma_at, agreement.sfa_at, agreement.defined_at)
            at time zone 'UTC' at time zone run.time_zone as date
        ) as day_on,
        case pairs.system_pair
            when 'ma_sfa' then agreement.ma_sfa_verdict
            when 'ma_definition' then agreement.ma_definition_verdict
            when 'sfa_definition' then agreement.sfa_definition_verdict
            when 'worst' then agreement.verdict
        end as verdict,
        abs(
            case pairs.system_pair
                when 'ma_sfa' then epoch_us(agreement.ma_at) - epoch_us(agreement.sfa_at)
                when 'ma_definition'
                    then epoch_us(agreement.ma_at) - epoch_us(agreement.defined_at)
                when 'sfa_definition'
                    then epoch_us(agreement.sfa_at) - epoch_us(agreement.defined_at)
            end
        ) * 1e-6 / 3600 as delay_hours
    from every_agreement as agreement
    cross join intermediate.int_run as run
    cross join (
        values ('ma_sfa'), ('ma_definition'), ('sfa_definition'), ('worst')
    ) as pairs (system_pair)
),

calendar as (
    select day_on, 'week' as period_grain, week_on as period_on
    from dimensions.dim_days
    union all
    select day_on, 'month' as period_grain, month_on as period_on
    from dimensions.dim_days
    union all
    select day_on, 'quarter' as period_grain, quarter_on as period_on
    from dimensions.dim_days
),

recounted as (
    select
        verdicts.definition_basis,
        calendar.period_grain,
        calendar.period_on,
        verdicts.stage,
        verdicts.system_pair,
        verdicts.verdict,
        count(*) as cycles,
        quantile_cont(verdicts.delay_hours, 0.5) as median_delay_hours,
        quantile_cont(verdicts.delay_hours, 0.9) as p90_delay_hours
    from verdicts
    left join calendar
        on calendar.day_on = verdicts.day_on
    where verdicts.verdict is not null
    group by
        verdicts.definition_basis,
        calendar.period_grain,
        calendar.period_on,
        verdicts.stage,
        verdicts.system_pair,
        verdicts.verdict
)

select
    coalesce(counts.definition_basis, recounted.definition_basis) as definition_basis,
    coalesce(counts.period_grain, recounted.period_grain) as period_grain,
    coalesce(counts.period_on, recounted.period_on) as period_on,
    coalesce(counts.stage, recounted.stage) as stage,
    coalesce(counts.system_pair, recounted.system_pair) as system_pair,
    coalesce(counts.verdict, recounted.verdict) as verdict
from counts
full outer join recounted
    on recounted.definition_basis = counts.definition_basis
    and recounted.period_grain = counts.period_grain
    and recounted.period_on = counts.period_on
    and recounted.stage = counts.stage
    and recounted.system_pair = counts.system_pair
    and recounted.verdict = counts.verdict
where
    counts.cycles is distinct from recounted.cycles
    or (counts.median_delay_hours is null) <> (recounted.median_delay_hours is null)
    or (counts.p90_delay_hours is null) <> (recounted.p90_delay_hours is null)
    or abs(counts.median_delay_hours - recounted.median_delay_hours) > 1e-6
    or abs(counts.p90_delay_hours - recounted.p90_delay_hours) > 1e-6
