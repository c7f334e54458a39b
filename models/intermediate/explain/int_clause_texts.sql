-- One row per basis, version, group and clause of its rules, in both languages.
with definitions as (
    select * from {{ ref('int_definitions') }} where stage != 'lead'
),

rule_clauses as (
    select * from {{ ref('int_rule_clauses') }}
),

clauses as (
    select * from {{ ref('int_clauses') }}
),

stages as (
    select * from {{ ref('int_defined_stages') }}
),

labels as (
    select * from {{ source('book', 'labels') }}
),

words as (
    select
        max(case when code = 'not' then label_ja end) as not_ja,
        max(case when code = 'not' then label_en end) as not_en,
        max(case when code = 'at_least' then label_ja end) as at_least_ja,
        max(case when code = 'at_least' then label_en end) as at_least_en,
        max(case when code = 'within' then label_ja end) as within_ja,
        max(case when code = 'within' then label_en end) as within_en,
        max(case when code = 'times' then label_ja end) as times_ja,
        max(case when code = 'times' then label_en end) as times_en,
        max(case when code = 'days' then label_ja end) as days_ja,
        max(case when code = 'days' then label_en end) as days_en
    from labels
    where vocabulary = 'word'
),

-- The segment of a version is one more clause of each of its groups: group 0.
asked as (
    select
        rule_clauses.definition_basis,
        rule_clauses.definition_id,
        'clause' as line,
        rule_clauses.signal,
        rule_clauses.signal_argument,
        rule_clauses.comparison,
        rule_clauses.value,
        rule_clauses.rule_group,
        row_number() over (
            partition by
                rule_clauses.definition_basis, rule_clauses.definition_id,
                rule_clauses.rule_group
            order by rule_clauses.clause_text asc nulls last
        ) as clause_number,
        rule_clauses.min_count,
        rule_clauses.within_days,
        rule_clauses.clause_bit,
        rule_clauses.is_negated
    from rule_clauses
    union all
    select
        definitions.definition_basis, definitions.definition_id, 'segment',
        'attribute', definitions.segment_dimension, '=', definitions.segment_value,
        0, 0, null, null, clauses.clause_bit, false
    from definitions
    left join clauses
        on clauses.signal = 'attribute'
        and clauses.comparison = '='
        and clauses.signal_argument = definitions.segment_dimension
        and clauses.value = definitions.segment_value
    where definitions.segment_dimension != 'all'
),

-- What a code is called depends on the signal it belongs to.
worded as (
    select
        asked.*,
        clauses.kind,
        clauses.counts_from,
        case asked.signal
            when 'touch' then 'touch_type'
            when 'attribute' then 'attribute'
            when 'score' then 'score_series'
            when 'sfa_field' then 'field'
            when 'sfa_status' then 'stage'
            when 'ma_status' then 'stage'
            when 'declared_stage' then 'stage'
            else 'outcome'
        end as argument_vocabulary
    from asked
    left join clauses on clauses.clause_bit = asked.clause_bit
),

named as (
    select
        worded.*,
        coalesce(signals.label_ja, worded.signal) as signal_ja,
        coalesce(signals.label_en, worded.signal) as signal_en,
        coalesce(arguments.label_ja, stages.label_ja, worded.signal_argument)
            as argument_ja,
        coalesce(arguments.label_en, stages.label_en, worded.signal_argument)
            as argument_en,
        coalesce(value_labels.label_ja, worded.value) as value_ja,
        coalesce(value_labels.label_en, worded.value) as value_en
    from worded
    left join labels as signals
        on signals.vocabulary = 'signal'
        and signals.code = worded.signal
    left join labels as arguments
        on arguments.vocabulary = worded.argument_vocabulary
        and arguments.code = worded.signal_argument
    left join stages
        on worded.argument_vocabulary = 'stage'
        and stages.stage = worded.signal_argument
    left join labels as value_labels
        on value_labels.vocabulary = 'attribute_value'
        and value_labels.code = worded.value
)

select
    named.definition_basis,
    named.definition_id,
    named.line,
    named.kind,
    named.counts_from,
    named.signal,
    named.signal_argument,
    case when named.clause_bit is not null then named.comparison end as comparison,
    case when named.clause_bit is not null then named.value end as value,
    case when named.is_negated then words.not_ja || ' ' else '' end
    || case
        when named.signal in ('attribute', 'score') then named.argument_ja
        when named.argument_ja is null then named.signal_ja
        else named.signal_ja || ': ' || named.argument_ja
    end
    || coalesce(' ' || named.comparison || ' ' || named.value_ja, '')
    || case
        when named.min_count > 1
            then ' ' || named.min_count || words.times_ja || words.at_least_ja
        else ''
    end
    || coalesce(' ' || named.within_days || words.days_ja || words.within_ja, '')
        as clause_ja,
    case when named.is_negated then words.not_en || ' ' else '' end
    || case
        when named.signal in ('attribute', 'score') then named.argument_en
        when named.argument_en is null then named.signal_en
        else named.signal_en || ': ' || named.argument_en
    end
    || coalesce(' ' || named.comparison || ' ' || named.value_en, '')
    || case
        when named.min_count > 1
            then ', ' || words.at_least_en || ' ' || named.min_count || ' '
                || words.times_en
        else ''
    end
    || coalesce(
        ', ' || words.within_en || ' ' || named.within_days || ' ' || words.days_en, ''
    ) as clause_en,

    named.rule_group,
    named.clause_number,
    named.clause_bit,
    -- A word of ranked words is no number to be short of.
    case
        when named.kind = 'count' or named.clause_bit is null
            then cast(coalesce(named.min_count, 1) as double)
        else cast(try_cast(named.value as decimal(18, 6)) as double)
    end as threshold_number,

    named.is_negated
from named
cross join words
