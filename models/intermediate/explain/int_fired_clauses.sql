-- One row per entry by a rule and clause of the group that decided it, as of then.
with rule_entries as (
    select * from {{ ref('int_rule_entries') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

clause_texts as (
    select * from {{ ref('int_clause_texts') }} where clause_bit is not null
),

clause_scores as (
    select * from {{ ref('int_instant_clause_scores') }}
),

clause_counts as (
    select * from {{ ref('int_instant_clause_counts') }}
),

attribute_events as (
    select * from {{ ref('int_attribute_events') }}
),

-- The segment is one more clause of the group.
fired as (
    select
        rule_entries.definition_basis,
        bases.gap_basis,
        rule_entries.lead_id,
        rule_entries.gap_number,
        rule_entries.stage,
        rule_entries.definition_id,
        rule_entries.rule_group,
        rule_entries.held_mask,
        rule_entries.occurred_at,
        clause_texts.line,
        clause_texts.kind,
        clause_texts.signal,
        clause_texts.signal_argument,
        clause_texts.counts_from,
        clause_texts.clause_ja,
        clause_texts.clause_en,
        clause_texts.comparison,
        clause_texts.value,
        clause_texts.clause_number,
        clause_texts.clause_bit,
        clause_texts.threshold_number,
        clause_texts.is_negated
    from rule_entries
    inner join bases on bases.definition_basis = rule_entries.definition_basis
    inner join clause_texts
        on clause_texts.definition_basis = rule_entries.definition_basis
        and clause_texts.definition_id = rule_entries.definition_id
        and (
            clause_texts.rule_group = rule_entries.rule_group
            or clause_texts.line = 'segment'
        )
),

attribute_spans as (
    select
        *,
        coalesce(
            lead(observed_at) over (
                partition by lead_id, signal, attribute
                order by observed_at asc nulls last
            ),
            timestamp '9999-12-31 00:00:00'
        ) as replaced_at
    from attribute_events
),

valued as (
    select
        fired.*,
        attribute_spans.value as observed_value,
        case fired.kind
            when 'attribute' then attribute_spans.value_number
            when 'score' then clause_scores.score
            else cast(coalesce(clause_counts.touches, 0) as double)
        end as observed_number
    from fired
    left join clause_scores
        on clause_scores.lead_id = fired.lead_id
        and clause_scores.gap_basis = fired.gap_basis
        and clause_scores.gap_number = fired.gap_number
        and clause_scores.occurred_at = fired.occurred_at
        and clause_scores.clause_bit = fired.clause_bit
    left join clause_counts
        on clause_counts.lead_id = fired.lead_id
        and clause_counts.gap_basis = fired.gap_basis
        and clause_counts.gap_number = fired.gap_number
        and clause_counts.occurred_at = fired.occurred_at
        and clause_counts.clause_bit = fired.clause_bit
    left join attribute_spans
        on attribute_spans.lead_id = fired.lead_id
        and attribute_spans.signal = fired.signal
        and attribute_spans.attribute = fired.signal_argument
        and attribute_spans.observed_at <= fired.occurred_at
        and attribute_spans.replaced_at > fired.occurred_at
),

-- A free text is written by people: whatever leads to a person goes, once a text.
values_shown as (
    select
        observed_value,
        {{ without_contacts('observed_value') }} as observed
    from valued
    where observed_value is not null
    group by observed_value
)

-- What holds is what the entry was decided by: its own bits.
select
    valued.definition_basis,
    valued.lead_id,
    valued.stage,
    valued.definition_id,
    valued.line,
    valued.counts_from,
    valued.clause_ja,
    valued.clause_en,
    valued.comparison,
    valued.value as threshold,
    values_shown.observed,
    case
        when
            ((valued.held_mask & valued.clause_bit) = valued.clause_bit)
            != valued.is_negated
            then 'met'
        else 'not_met'
    end as verdict,

    valued.gap_number,
    valued.rule_group,
    valued.clause_number,
    case when valued.threshold_number is not null then valued.observed_number end
        as observed_number,
    valued.threshold_number,

    valued.is_negated,

    valued.occurred_at
from valued
left join values_shown on values_shown.observed_value = valued.observed_value
