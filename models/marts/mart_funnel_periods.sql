-- One row per period, stage pair, entry policy and segment: entries against entries.
with stage_times as (
    select * from {{ ref('int_cycle_stage_times') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

segments as (
    select * from {{ ref('int_lead_segments') }}
),

stage_pairs as (
    select * from {{ ref('int_stage_pairs') }}
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }}
),

entries as (
    select
        day_periods.period_grain,
        day_periods.period_on,
        stage_times.entry_policy,
        segments.segment_dimension,
        segments.segment_value,
        stage_times.stage,
        count(*) as entries
    from stage_times
    inner join day_periods on day_periods.day_on = stage_times.entered_on
    inner join segments on segments.lead_id = stage_times.lead_id
    group by
        day_periods.period_grain, day_periods.period_on, stage_times.entry_policy,
        segments.segment_dimension, segments.segment_value, stage_times.stage
),

-- A pair is shown where either of its stages was entered in the period.
sides as (
    select
        entries.period_grain, entries.period_on, entries.entry_policy,
        entries.segment_dimension, entries.segment_value,
        stage_pairs.from_stage, stage_pairs.to_stage,
        entries.entries as entries_from,
        0 as entries_to
    from entries
    inner join stage_pairs on stage_pairs.from_stage = entries.stage
    union all
    select
        entries.period_grain, entries.period_on, entries.entry_policy,
        entries.segment_dimension, entries.segment_value,
        stage_pairs.from_stage, stage_pairs.to_stage,
        0,
        entries.entries
    from entries
    inner join stage_pairs on stage_pairs.to_stage = entries.stage
),

known_stages as (
    select stage from lead_knowledge group by stage
),

-- A stage somebody can know and nobody entered is a true zero; otherwise it is unknown.
paired as (
    select
        sides.period_grain, sides.period_on, sides.entry_policy,
        sides.segment_dimension, sides.segment_value,
        sides.from_stage, sides.to_stage,
        case when count(known_from.stage) > 0 then sum(sides.entries_from) end
            as entries_from,
        case when count(known_to.stage) > 0 then sum(sides.entries_to) end as entries_to
    from sides
    left join known_stages as known_from on known_from.stage = sides.from_stage
    left join known_stages as known_to on known_to.stage = sides.to_stage
    group by
        sides.period_grain, sides.period_on, sides.entry_policy,
        sides.segment_dimension, sides.segment_value, sides.from_stage, sides.to_stage
)

select
    'then' as definition_basis,
    period_grain,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    case
        when entries_from is null or entries_to is null then 'unknown' else 'observed'
    end as stage_knowledge,

    cast(entries_from as bigint) as entries_from,
    cast(entries_to as bigint) as entries_to,
    round(cast(entries_to as double) / nullif(entries_from, 0), 9) as period_ratio,

    period_on
from paired
