-- One row per change and one of its three largest parts: what happened, in words.
with change_texts as (
    select * from {{ ref('int_change_texts') }}
),

labels as (
    select * from {{ source('book', 'labels') }}
)

-- A book without the words has the numbers.
select
    texts.subject,
    texts.period_grain,
    texts.comparison,
    texts.from_stage,
    texts.to_stage,
    texts.entry_policy,
    texts.segment_dimension,
    texts.segment_value,
    texts.part_kind,
    {{ filled_in('headlines.label_ja', {
        'subject': 'texts.subject_ja',
        'volume_from': 'texts.volume_text_0',
        'volume_to': 'texts.volume_text_1',
        'from': 'texts.total_text_0',
        'to': 'texts.total_text_1',
    }) }} as headline_ja,
    {{ filled_in('sentences.label_ja', {
        'dimension': 'texts.dimension_ja',
        'stage_before': 'texts.stage_before_ja',
        'stage': 'texts.stage_ja',
        'from': 'texts.value_text_0',
        'to': 'texts.value_text_1',
        'part': 'texts.part_text || texts.unit_ja',
        'segment': 'texts.segment_ja',
    }) }} as sentence_ja,
    {{ filled_in('headlines.label_en', {
        'subject': 'texts.subject_en',
        'volume_from': 'texts.volume_text_0',
        'volume_to': 'texts.volume_text_1',
        'from': 'texts.total_text_0',
        'to': 'texts.total_text_1',
    }) }} as headline_en,
    {{ filled_in('sentences.label_en', {
        'dimension': 'texts.dimension_en',
        'stage_before': 'texts.stage_before_en',
        'stage': 'texts.stage_en',
        'from': 'texts.value_text_0',
        'to': 'texts.value_text_1',
        'part': 'texts.part_text || texts.unit_en',
        'segment': 'texts.segment_en',
    }) }} as sentence_en,

    texts.window_days,
    texts.part_rank,
    round(texts.part, 9) as part,
    round(texts.total_0, 9) as total_0,
    round(texts.total_1, 9) as total_1,

    texts.period_0,
    texts.period_1
from change_texts as texts
left join labels as headlines
    on headlines.vocabulary = 'headline'
    and headlines.code = texts.headline_code
left join labels as sentences
    on sentences.vocabulary = 'sentence'
    and sentences.code = texts.sentence_code
