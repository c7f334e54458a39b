-- One row per basis, period, stage pair, entry policy and segment: entries.
with stage_times as (
    select * from {{ ref('int_cycle_stage_times') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

segments as (
    select * from {{ ref('int_cycle_segments') }}
),

stage_pairs as (
    select * from {{ ref('int_stage_pairs') }}
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }}
),

-- Either side of a pair counts only people whose sources can know the other side too.
sides as (
    select
        stage_times.definition_basis,
        stage_times.lead_id,
        stage_times.cycle_number,
        stage_times.entered_on,
        stage_times.entry_policy,
        stage_pairs.from_stage,
        stage_pairs.to_stage,
        lead_knowledge.stage is not null as is_known,
        true as is_from
    from stage_times
    inner join stage_pairs on stage_pairs.from_stage = stage_times.stage
    left join lead_knowledge
        on lead_knowledge.definition_basis = stage_times.definition_basis
        and lead_knowledge.lead_id = stage_times.lead_id
        and lead_knowledge.stage = stage_pairs.to_stage
    union all
    select
        stage_times.definition_basis,
        stage_times.lead_id,
        stage_times.cycle_number,
        stage_times.entered_on,
        stage_times.entry_policy,
        stage_pairs.from_stage,
        stage_pairs.to_stage,
        lead_knowledge.stage is not null,
        false
    from stage_times
    inner join stage_pairs on stage_pairs.to_stage = stage_times.stage
    left join lead_knowledge
        on lead_knowledge.definition_basis = stage_times.definition_basis
        and lead_knowledge.lead_id = stage_times.lead_id
        and lead_knowledge.stage = stage_pairs.from_stage
),

-- A stage that somebody can know and nobody entered is a true zero.
counted as (
    select
        sides.definition_basis,
        day_periods.period_grain,
        day_periods.period_on,
        sides.entry_policy,
        segments.segment_dimension,
        segments.segment_value,
        sides.from_stage,
        sides.to_stage,
        bool_or(sides.is_known) as is_known,
        count(*) filter (where sides.is_known and sides.is_from) as entries_from,
        count(*) filter (where sides.is_known and not sides.is_from) as entries_to
    from sides
    inner join day_periods on day_periods.day_on = sides.entered_on
    inner join segments
        on segments.definition_basis = sides.definition_basis
        and segments.lead_id = sides.lead_id
        and segments.cycle_number = sides.cycle_number
    group by
        sides.definition_basis, day_periods.period_grain, day_periods.period_on,
        sides.entry_policy, segments.segment_dimension, segments.segment_value,
        sides.from_stage, sides.to_stage
)

select
    definition_basis,
    period_grain,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    case when is_known then 'observed' else 'unknown' end as stage_knowledge,

    case when is_known then entries_from end as entries_from,
    case when is_known then entries_to end as entries_to,
    case
        when is_known
            then round(cast(entries_to as double) / nullif(entries_from, 0), 9)
    end as period_ratio,

    period_on
from counted
