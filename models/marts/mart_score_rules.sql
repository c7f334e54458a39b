-- One row per landmark, outcome, window and score rule: outcomes with and without it.
with outcomes as (
    select * from {{ ref('int_score_outcomes') }} where is_mature
),

presences as (
    select * from {{ ref('int_score_rule_presences') }}
),

score_rules as (
    select * from {{ source('book', 'score_rules') }}
),

-- Before its first day a rule could give nobody points; attributes' end on the last.
daily as (
    select
        landmark,
        outcome,
        window_days,
        landmark_on,
        min_cycles,
        count(*) as cycles,
        count(*) filter (where is_reached) as reached
    from outcomes
    group by landmark, outcome, window_days, landmark_on, min_cycles
),

judged as (
    select
        daily.landmark,
        daily.outcome,
        daily.window_days,
        daily.min_cycles,
        score_rules.score_rule_id,
        score_rules.kind,
        score_rules.statement_ja,
        score_rules.statement_en,
        sum(daily.cycles) as cycles,
        sum(daily.reached) as reached
    from daily
    inner join score_rules
        on coalesce(score_rules.valid_from <= daily.landmark_on, true)
        and (
            score_rules.kind != 'attribute'
            or coalesce(score_rules.valid_to > daily.landmark_on, true)
        )
    group by
        daily.landmark, daily.outcome, daily.window_days, daily.min_cycles,
        score_rules.score_rule_id, score_rules.kind, score_rules.statement_ja,
        score_rules.statement_en
),

present as (
    select
        outcomes.landmark,
        outcomes.outcome,
        outcomes.window_days,
        presences.score_rule_id,
        count(*) as cycles,
        count(*) filter (where outcomes.is_reached) as reached
    from outcomes
    inner join presences
        on presences.lead_id = outcomes.lead_id
        and presences.cycle_number = outcomes.cycle_number
        and presences.landmark = outcomes.landmark
    group by
        outcomes.landmark, outcomes.outcome, outcomes.window_days,
        presences.score_rule_id
),

-- Nobody has the points: a count of 0.
split as (
    select
        judged.landmark,
        judged.outcome,
        judged.window_days,
        judged.min_cycles,
        judged.score_rule_id,
        judged.kind,
        judged.statement_ja,
        judged.statement_en,
        coalesce(present.cycles, 0) as cycles_with,
        coalesce(present.reached, 0) as converted_with,
        judged.cycles - coalesce(present.cycles, 0) as cycles_without,
        judged.reached - coalesce(present.reached, 0) as converted_without
    from judged
    left join present
        on present.landmark = judged.landmark
        and present.outcome = judged.outcome
        and present.window_days = judged.window_days
        and present.score_rule_id = judged.score_rule_id
),

-- Few cycles say nothing: their number stands, a rate does not.
rated as (
    select
        *,
        case
            when cycles_with >= min_cycles
                then cast(converted_with as double) / nullif(cycles_with, 0)
        end as rate_with,
        case
            when cycles_without >= min_cycles
                then cast(converted_without as double) / nullif(cycles_without, 0)
        end as rate_without
    from split
)

select
    'then' as definition_basis,
    landmark,
    outcome,
    score_rule_id,
    kind,
    statement_ja,
    statement_en,

    window_days,
    cast(cycles_with as bigint) as cycles_with,
    cast(case when cycles_with >= min_cycles then converted_with end as bigint)
        as converted_with,
    cast(cycles_without as bigint) as cycles_without,
    cast(case when cycles_without >= min_cycles then converted_without end as bigint)
        as converted_without,
    round(rate_with, 9) as rate_with,
    round(rate_without, 9) as rate_without,
    round(rate_with / nullif(rate_without, 0), 9) as lift,

    cycles_with < min_cycles or cycles_without < min_cycles as is_indicative
from rated
