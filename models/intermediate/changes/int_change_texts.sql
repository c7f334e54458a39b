-- One row per change and one of its three largest parts, with its words and numbers.
with largest_parts as (
    select * from {{ ref('int_largest_parts') }}
),

labels as (
    select * from {{ source('book', 'labels') }}
),

channels as (
    select * from {{ source('book', 'channels') }}
),

stages as (
    select * from {{ ref('int_stages') }}
),

kpis as (
    select * from {{ ref('int_kpis_in_force') }}
    where unit = 'cycle' and is_official
),

run as (
    select * from {{ ref('int_run') }}
),

-- Two KPIs may name one rate.
rate_names as (
    select
        from_stage, to_stage, window_days, entry_policy,
        min(kpi_name) as name_ja, min(label_en) as name_en
    from kpis
    group by from_stage, to_stage, window_days, entry_policy
),

segment_words as (
    select '(none)' as segment_value, label_ja, label_en
    from labels
    where vocabulary = 'word' and code = 'none'
),

-- Shares in percent, counts as they are, money in the company's currency.
written as (
    select
        largest_parts.*,
        case
            when part_kind in ('mix', 'rate', 'step')
                then {{ percent_text('value_0') }}
            when part_kind = 'volume' then {{ plain_number('value_0') }}
            else
                run.currency || ' '
                || cast(cast(value_0 as decimal(18, 0)) as varchar)
        end as value_text_0,
        case
            when subject = 'rate' then {{ percent_text('total_0') }}
            when subject = 'wins'
                then cast(cast(total_0 as decimal(18, 0)) as varchar)
            else
                run.currency || ' '
                || cast(cast(total_0 as decimal(18, 0)) as varchar)
        end as total_text_0,
        coalesce({{ plain_number('volume_0') }}, '') as volume_text_0,
        case
            when part_kind in ('mix', 'rate', 'step')
                then {{ percent_text('value_1') }}
            when part_kind = 'volume' then {{ plain_number('value_1') }}
            else
                run.currency || ' '
                || cast(cast(value_1 as decimal(18, 0)) as varchar)
        end as value_text_1,
        case
            when subject = 'rate' then {{ percent_text('total_1') }}
            when subject = 'wins'
                then cast(cast(total_1 as decimal(18, 0)) as varchar)
            else
                run.currency || ' '
                || cast(cast(total_1 as decimal(18, 0)) as varchar)
        end as total_text_1,
        coalesce({{ plain_number('volume_1') }}, '') as volume_text_1,
        case
            when subject = 'rate' then {{ signed_text('100 * part') }}
            when subject = 'wins' then {{ signed_text('part') }}
            else
                run.currency || ' ' || case when part >= 0 then '+' else '-' end
                || cast(cast(abs(part) as decimal(18, 0)) as varchar)
        end as part_text
    from largest_parts
    cross join run
)

select
    written.*,
    coalesce(channels.label_ja, segment_words.label_ja, written.segment_value)
        as segment_ja,
    coalesce(channels.label_en, segment_words.label_en, written.segment_value)
        as segment_en,
    coalesce(dimensions.label_ja, written.segment_dimension) as dimension_ja,
    coalesce(dimensions.label_en, written.segment_dimension) as dimension_en,
    coalesce(stages.label_ja, written.segment_value) as stage_ja,
    coalesce(stages.label_en, written.segment_value) as stage_en,
    coalesce(stages_before.label_ja, '') as stage_before_ja,
    coalesce(stages_before.label_en, '') as stage_before_en,
    coalesce(rate_names.name_ja, subjects.label_ja) as subject_ja,
    coalesce(rate_names.name_en, subjects.label_en) as subject_en,
    coalesce(units.label_ja, '') as unit_ja,
    coalesce(' ' || units.label_en, '') as unit_en
from written
left join channels
    on channels.channel = case
        when written.segment_dimension = 'channel' then written.segment_value
    end
left join segment_words on segment_words.segment_value = written.segment_value
left join rate_names
    on rate_names.from_stage = written.from_stage
    and rate_names.to_stage = written.to_stage
    and rate_names.window_days = written.window_days
    and rate_names.entry_policy = case
        when written.subject = 'rate' then written.entry_policy
    end
left join labels as dimensions
    on dimensions.vocabulary = 'dimension'
    and dimensions.code = written.segment_dimension
left join stages
    on stages.stage = case
        when written.segment_dimension = 'all' then written.segment_value
    end
left join stages as stages_before on stages_before.stage = written.stage_before
left join labels as subjects
    on subjects.vocabulary = 'subject'
    and subjects.code = written.subject
left join labels as units
    on units.vocabulary = 'unit'
    and units.code = case
        when written.subject = 'rate' then 'points'
        else written.subject
    end
