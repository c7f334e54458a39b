-- One row per lead, version of a stage and clause of it, or what stands in its way.
with states as (
    select * from {{ ref('int_definition_states') }}
),

clause_states as (
    select * from {{ ref('int_lead_clause_states') }}
),

blockers as (
    select * from {{ ref('int_definition_blockers') }}
),

uncovered as (
    select * from {{ ref('int_uncovered_stages') }}
),

labels as (
    select * from {{ source('book', 'labels') }} where vocabulary = 'line'
),

lines as (
    select
        lead_id, definition_id, line, counts_from, clause_ja, clause_en, comparison,
        threshold, observed, verdict, rule_group, clause_number, observed_number,
        threshold_number, is_negated, is_group_holding, recorded_at,
        cast(null as timestamp) as blocked_until_at
    from clause_states
    union all
    select
        blockers.lead_id, blockers.definition_id, blockers.line, null,
        coalesce(labels.label_ja, blockers.line),
        coalesce(labels.label_en, blockers.line), null, null, blockers.observed,
        'blocks', 0, 0, null, null, null, null, null, blockers.until_at
    from blockers
    left join labels on labels.code = blockers.line
)

-- Short is what asks for more and has less; how much less, only of numbers.
select
    lines.lead_id,
    states.stage,
    lines.definition_id,
    lines.line,
    states.definition_status,
    states.definition_state,
    states.reached_definition_id,
    lines.counts_from,
    lines.clause_ja,
    lines.clause_en,
    lines.comparison,
    lines.threshold,
    lines.observed,
    lines.verdict,
    states.previous_exit as counts_after_exit,

    states.cycle_number,
    lines.rule_group,
    lines.clause_number,
    lines.observed_number,
    lines.threshold_number,
    case
        when
            lines.verdict = 'not_met'
            and not lines.is_negated
            and coalesce(lines.comparison in ('>', '>='), true)
            then round(lines.threshold_number - lines.observed_number, 6)
    end as shortfall,

    lines.is_negated,
    lines.is_group_holding,

    states.starts_after_at as counts_after_at,
    lines.recorded_at,
    lines.blocked_until_at,
    states.reached_at
from lines
inner join states
    on states.lead_id = lines.lead_id
    and states.definition_id = lines.definition_id
union all
select
    uncovered.lead_id,
    uncovered.stage,
    '(none)' as definition_id,
    uncovered.line,
    null as definition_status,
    'not_applicable' as definition_state,
    null as reached_definition_id,
    null as counts_from,
    coalesce(labels.label_ja, uncovered.line) as clause_ja,
    coalesce(labels.label_en, uncovered.line) as clause_en,
    null as comparison,
    null as threshold,
    null as observed,
    'blocks' as verdict,
    null as counts_after_exit,

    null as cycle_number,
    0 as rule_group,
    0 as clause_number,
    null as observed_number,
    null as threshold_number,
    null as shortfall,

    null as is_negated,
    null as is_group_holding,

    null as counts_after_at,
    null as recorded_at,
    null as blocked_until_at,
    null as reached_at
from uncovered
left join labels on labels.code = uncovered.line
