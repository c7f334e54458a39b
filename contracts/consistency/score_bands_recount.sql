-- id: score_bands_recount
-- table: marts.mart_score_bands
-- kind: derivation
-- promise: The cycles of a score band are those that were open at the landmark, without
--   the outcome, with a score that the history shows for that very instant; every rate
--   is converted ÷ mature inside its 95 % Wilson interval, and the bands add up.
with cells as (
    select * from {batch}
),

landmarks as (
    select
        landmarks.landmark,
        cycles.*,
        case landmarks.anchor
            when 'opened' then cycles.opened_at
            when 'mql' then cycles.mql_at
            when 'sal' then cycles.sal_at
            when 'sql' then cycles.sql_at
        end + to_hours(24 * landmarks.after_days) as landmark_at
    from facts.fct_lead_cycles as cycles
    inner join intermediate.int_score_knowledge as knowledge
        on knowledge.lead_id = cycles.lead_id
    cross join book.score_landmarks as landmarks
    cross join intermediate.int_run as run
    where
        coalesce(landmarks.valid_from <= run.as_of_on, true)
        and coalesce(landmarks.valid_to > run.as_of_on, true)
),

-- Still open: neither won nor left by then.
awaiting as (
    select
        landmarks.*,
        outcomes.outcome,
        case outcomes.outcome when 'won' then won_at else opportunity_at end
            as outcome_at
    from landmarks
    cross join (values ('opportunity'), ('won')) as outcomes (outcome)
    cross join intermediate.int_run as run
    inner join intermediate.int_lead_knowledge as knowledge
        on knowledge.definition_basis = 'then'
        and knowledge.lead_id = landmarks.lead_id
        and knowledge.stage = outcomes.outcome
    where
        landmarks.landmark_at <= run.as_of
        and not coalesce(landmarks.won_at <= landmarks.landmark_at, false)
        and not coalesce(landmarks.lost_at <= landmarks.landmark_at, false)
        and not coalesce(landmarks.recycled_at <= landmarks.landmark_at, false)
        and not coalesce(landmarks.disqualified_at <= landmarks.landmark_at, false)
),

scored as (
    select
        awaiting.*,
        coalesce(
            round(
                intervals.attribute_score
                + intervals.behaviour_score * power(
                    2,
                    -coalesce(
                        cast(
                            cast(
                                (awaiting.landmark_at at time zone 'UTC')
                                at time zone run.time_zone as date
                            ) - intervals.from_on as double
                        ) / intervals.behaviour_half_life_days,
                        0
                    )
                )
                + intervals.engagement_score * power(
                    2,
                    -coalesce(
                        cast(
                            cast(
                                (awaiting.landmark_at at time zone 'UTC')
                                at time zone run.time_zone as date
                            ) - intervals.from_on as double
                        ) / intervals.engagement_half_life_days,
                        0
                    )
                ),
                6
            ),
            0
        ) as score
    from awaiting
    cross join intermediate.int_run as run
    left join facts.fct_score_intervals as intervals
        on intervals.counts_from = 'lifetime'
        and intervals.lead_id = awaiting.lead_id
        and intervals.from_at <= awaiting.landmark_at
        and coalesce(intervals.to_at, timestamp '9999-12-31') > awaiting.landmark_at
    where
        awaiting.outcome_at is null
        or awaiting.outcome_at > awaiting.landmark_at
),

bounds as (
    select bands.lower_bound, bands.band
    from book.score_bands as bands
    cross join intermediate.int_run as run
    where
        coalesce(bands.valid_from <= run.as_of_on, true)
        and coalesce(bands.valid_to > run.as_of_on, true)
),

lower_bounds as (
    select
        scored.*,
        (
            select max(bounds.lower_bound)
            from bounds
            where bounds.lower_bound <= scored.score
        ) as lower_bound
    from scored
),

recounted as (
    select
        lower_bounds.landmark,
        lower_bounds.outcome,
        windows.window_days,
        bounds.band,
        count(*) as cycles,
        count(*) filter (
            where lower_bounds.landmark_at + to_hours(24 * windows.window_days)
                <= run.as_of
        ) as cycles_mature,
        count(*) filter (
            where lower_bounds.landmark_at + to_hours(24 * windows.window_days)
                <= run.as_of
                and lower_bounds.outcome_at
                <= lower_bounds.landmark_at + to_hours(24 * windows.window_days)
        ) as cycles_converted
    from lower_bounds
    inner join bounds
        on bounds.lower_bound is not distinct from lower_bounds.lower_bound
    cross join intermediate.int_run as run
    inner join intermediate.int_windows as windows
        on windows.window_days is not null
    group by
        lower_bounds.landmark,
        lower_bounds.outcome,
        windows.window_days,
        bounds.band
),

totals as (
    select landmark, outcome, window_days, band, cycles, cycles_mature, cycles_converted
    from recounted
    union all
    select
        landmark, outcome, window_days, 'all', sum(cycles), sum(cycles_mature),
        sum(cycles_converted)
    from recounted
    group by
        landmark,
        outcome,
        window_days
),

expected as (
    select
        cells.landmark,
        cells.outcome,
        cells.window_days,
        cells.band,
        1.959963984540054 as z,
        cast(cells.cycles_converted as double) / nullif(cells.cycles_mature, 0) as rate
    from cells
)

select
    coalesce(cells.landmark, totals.landmark) as landmark,
    coalesce(cells.outcome, totals.outcome) as outcome,
    coalesce(cells.window_days, totals.window_days) as window_days,
    coalesce(cells.band, totals.band) as band
from cells
full join totals
    on totals.landmark = cells.landmark
    and totals.outcome = cells.outcome
    and totals.window_days = cells.window_days
    and totals.band = cells.band
left join expected
    on expected.landmark = cells.landmark
    and expected.outcome = cells.outcome
    and expected.window_days = cells.window_days
    and expected.band = cells.band
where
    cells.landmark is null
    or cells.cycles <> coalesce(totals.cycles, 0)
    or cells.cycles_mature <> coalesce(totals.cycles_mature, 0)
    or cells.cycles_converted <> coalesce(totals.cycles_converted, 0)
    or (expected.rate is null) <> (cells.conversion_rate is null)
    or (expected.rate is null) <> (cells.rate_lower is null)
    or (expected.rate is null) <> (cells.rate_upper is null)
    or abs(cells.conversion_rate - expected.rate) > 1e-8
    or not (cells.rate_lower <= expected.rate + 1e-8)
    or not (cells.rate_upper >= expected.rate - 1e-8)
    or abs(
        cells.rate_lower + cells.rate_upper
        - (2 * expected.rate + z * z / nullif(cells.cycles_mature, 0))
        / (1 + z * z / nullif(cells.cycles_mature, 0))
    ) > 1e-4
    or not cells.auc between 0 and 1
    or (cells.auc is null) <> (
        cells.band <> 'all'
        or cells.cycles_converted in (0, cells.cycles_mature)
    )
