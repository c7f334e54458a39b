-- id: sentences_tell_the_largest_parts
-- table: marts.mart_change_sentences
-- kind: recounts
-- promise: Of every change that has parts, the three largest are told, the largest
--   first, with the part and the totals that the marts of changes have.
with sentences as (
    select * from {batch}
),

parts as (
    select
        'rate' as subject, period_grain, period_0, period_1, from_stage, to_stage,
        window_days, entry_policy, segment_dimension, segment_value, 'mix' as part_kind,
        mix_part as part, total_rate_0 as total_0, total_rate_1 as total_1
    from marts.mart_conversion_changes
    where definition_basis = 'then' and segment_dimension <> 'all'
    union all
    select
        'rate', period_grain, period_0, period_1, from_stage, to_stage, window_days,
        entry_policy, segment_dimension, segment_value, 'rate', rate_part,
        total_rate_0, total_rate_1
    from marts.mart_conversion_changes
    where definition_basis = 'then' and segment_dimension <> 'all'
    union all
    select
        result, period_grain, period_0, period_1, from_stage, 'won', window_days,
        'filled', 'all', stage, case when link = 'rate' then 'step' else link end, part,
        total_0, total_1
    from marts.mart_outcome_changes
),

ranked as (
    select
        *,
        row_number() over (
            partition by
                subject, period_grain, period_0, period_1, from_stage, to_stage,
                window_days, entry_policy, segment_dimension
            order by abs(part) desc, part_kind, segment_value
        ) as part_rank
    from parts
    where part <> 0
)

select
    coalesce(sentences.subject, ranked.subject) as subject,
    coalesce(sentences.period_grain, ranked.period_grain) as period_grain,
    coalesce(sentences.period_0, ranked.period_0) as period_0,
    coalesce(sentences.period_1, ranked.period_1) as period_1,
    coalesce(sentences.from_stage, ranked.from_stage) as from_stage,
    coalesce(sentences.to_stage, ranked.to_stage) as to_stage,
    coalesce(sentences.window_days, ranked.window_days) as window_days,
    coalesce(sentences.entry_policy, ranked.entry_policy) as entry_policy,
    coalesce(sentences.segment_dimension, ranked.segment_dimension)
        as segment_dimension,
    coalesce(sentences.part_rank, ranked.part_rank) as part_rank
from sentences
full outer join (select * from ranked where part_rank <= 3) as ranked
    on ranked.subject = sentences.subject
    and ranked.period_grain = sentences.period_grain
    and ranked.period_0 = sentences.period_0
    and ranked.period_1 = sentences.period_1
    and ranked.from_stage = sentences.from_stage
    and ranked.to_stage = sentences.to_stage
    and ranked.window_days = sentences.window_days
    and ranked.entry_policy = sentences.entry_policy
    and ranked.segment_dimension = sentences.segment_dimension
    and ranked.part_rank = sentences.part_rank
where
    sentences.part_kind is distinct from ranked.part_kind
    or sentences.segment_value is distinct from ranked.segment_value
    or abs(sentences.part - ranked.part) > 1e-8
    or sentences.total_0 is distinct from ranked.total_0
    or sentences.total_1 is distinct from ranked.total_1
