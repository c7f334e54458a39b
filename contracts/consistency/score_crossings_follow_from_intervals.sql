-- id: score_crossings_follow_from_intervals
-- table: facts.fct_score_crossings
-- kind: derivation
-- promise: A crossing changes the side of a threshold that a definition of the book
--   asks for and has the score of its interval on that day, and whoever is above a
--   threshold has crossed it.
with crossings as (
    select * from {batch}
),

sided as (
    select
        *,
        case comparison
            when '>=' then score >= threshold
            else score > threshold
        end as is_above,
        coalesce(
            lag(direction) over (
                partition by lead_id, counts_from, score_series, comparison, threshold
                order by crossed_at
            ),
            case
                when threshold < 0 then 'upward'
                when threshold = 0 and comparison = '>=' then 'upward'
                else 'downward'
            end
        ) as direction_before
    from crossings
),

thresholds as (
    select
        definitions.counts_from,
        rules.signal_argument as score_series,
        case when rules.comparison in ('>=', '<') then '>=' else '>' end
            as comparison,
        try_cast(rules.value as double) as threshold
    from book.stage_rules as rules
    inner join book.stage_definitions as definitions
        on definitions.definition_id = rules.definition_id
        and definitions.status <> 'draft'
    where
        rules.signal = 'score'
        and rules.comparison in ('>=', '>', '<=', '<')
    group by
        definitions.counts_from,
        rules.signal_argument,
        rules.comparison,
        rules.value
),

aged as (
    select
        intervals.*,
        sided.score_series,
        sided.comparison,
        sided.threshold,
        sided.crossed_at,
        cast(
            cast(
                (sided.crossed_at at time zone 'UTC') at time zone run.time_zone as date
            ) - intervals.from_on as double
        ) as days
    from sided
    cross join intermediate.int_run as run
    inner join facts.fct_score_intervals as intervals
        on intervals.lead_id = sided.lead_id
        and intervals.counts_from = sided.counts_from
        and intervals.from_at <= sided.crossed_at
        and coalesce(intervals.to_at, timestamp '9999-12-31') > sided.crossed_at
),

expected as (
    select
        lead_id,
        counts_from,
        score_series,
        comparison,
        threshold,
        crossed_at,
        case when score_series in ('total', 'behaviour') then 1 else 0 end
        * behaviour_score * power(2, -coalesce(days / behaviour_half_life_days, 0))
        + case when score_series in ('total', 'engagement') then 1 else 0 end
        * engagement_score * power(2, -coalesce(days / engagement_half_life_days, 0))
        + case when score_series in ('total', 'attribute') then 1 else 0 end
        * attribute_score as score
    from aged
),

wrong as (
    select
        sided.lead_id,
        sided.counts_from,
        sided.score_series,
        sided.comparison,
        sided.threshold,
        sided.crossed_at
    from sided
    left join expected
        on expected.lead_id = sided.lead_id
        and expected.counts_from = sided.counts_from
        and expected.score_series = sided.score_series
        and expected.comparison = sided.comparison
        and expected.threshold = sided.threshold
        and expected.crossed_at = sided.crossed_at
    left join thresholds
        on thresholds.counts_from = sided.counts_from
        and thresholds.score_series = sided.score_series
        and thresholds.comparison = sided.comparison
        and thresholds.threshold = sided.threshold
    where
        sided.is_above <> (sided.direction = 'upward')
        or sided.direction = sided.direction_before
        or thresholds.threshold is null
        or expected.score is null
        or abs(expected.score - sided.score) > 2e-6
),

-- The first interval of a lead that begins above a total was a crossing.
first_above as (
    select
        intervals.lead_id,
        intervals.counts_from,
        thresholds.score_series,
        thresholds.comparison,
        thresholds.threshold,
        min(intervals.from_at) as crossed_at
    from facts.fct_score_intervals as intervals
    inner join thresholds
        on thresholds.counts_from = intervals.counts_from
        and thresholds.score_series = 'total'
        and thresholds.threshold > 0
        and case thresholds.comparison
            when '>=' then intervals.score >= thresholds.threshold
            else intervals.score > thresholds.threshold
        end
    group by
        intervals.lead_id,
        intervals.counts_from,
        thresholds.score_series,
        thresholds.comparison,
        thresholds.threshold
)

select
    lead_id,
    counts_from,
    score_series,
    comparison,
    threshold,
    crossed_at
from wrong
union all
select
    first_above.lead_id,
    first_above.counts_from,
    first_above.score_series,
    first_above.comparison,
    first_above.threshold,
    first_above.crossed_at
from first_above
left join crossings
    on crossings.lead_id = first_above.lead_id
    and crossings.counts_from = first_above.counts_from
    and crossings.score_series = first_above.score_series
    and crossings.comparison = first_above.comparison
    and crossings.threshold = first_above.threshold
    and crossings.crossed_at <= first_above.crossed_at
where crossings.lead_id is null
