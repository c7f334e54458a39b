-- id: score_rules_compare_mature_cycles
-- table: marts.mart_score_rules
-- kind: rates
-- promise: With and without a score rule are no more than all mature cycles of the
--   landmark, those of a rule that always was in force all of them; a rate stands only
--   where the landmark's least number of cycles is reached, and is converted ÷ cycles.
with comparisons as (
    select * from {batch}
),

bounded as (
    select
        comparisons.*,
        totals.cycles_mature,
        totals.cycles_converted,
        landmarks.min_cycles,
        rules.valid_from is null
        and (rules.kind <> 'attribute' or rules.valid_to is null) as was_always_in_force
    from comparisons
    left join marts.mart_score_bands as totals
        on totals.landmark = comparisons.landmark
        and totals.outcome = comparisons.outcome
        and totals.window_days = comparisons.window_days
        and totals.band = 'all'
    left join book.score_landmarks as landmarks
        on landmarks.landmark = comparisons.landmark
        and coalesce(
            landmarks.valid_to
            > (select run.as_of_on from intermediate.int_run as run),
            true
        )
        and coalesce(
            landmarks.valid_from
            <= (select run.as_of_on from intermediate.int_run as run),
            true
        )
    left join book.score_rules as rules
        on rules.score_rule_id = comparisons.score_rule_id
)

select
    landmark,
    outcome,
    window_days,
    score_rule_id
from bounded
where
    cycles_mature is null
    or min_cycles is null
    or was_always_in_force is null
    or cycles_with + cycles_without > cycles_mature
    or (was_always_in_force and cycles_with + cycles_without <> cycles_mature)
    or converted_with > cycles_with
    or converted_without > cycles_without
    or converted_with + converted_without > cycles_converted
    or (converted_with is null) <> (cycles_with < min_cycles)
    or (converted_without is null) <> (cycles_without < min_cycles)
    or (rate_with is null) <> (converted_with is null)
    or (rate_without is null) <> (converted_without is null)
    or abs(rate_with - cast(converted_with as double) / nullif(cycles_with, 0)) > 1e-8
    or abs(rate_without - cast(converted_without as double) / nullif(cycles_without, 0))
    > 1e-8
    or (lift is null) <> (
        rate_with is null or rate_without is null or converted_without = 0
    )
    or abs(lift * rate_without - rate_with) > 1e-6
    or is_indicative <> (converted_with is null or converted_without is null)
