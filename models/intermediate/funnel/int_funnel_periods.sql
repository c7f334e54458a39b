-- One row per basis, period, stage pair, entry policy and segment: entries.
with entries as (
    select * from {{ ref('int_cohort_entries') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

periods as (
    select * from {{ ref('int_periods') }}
),

kind_segments as (
    select * from {{ ref('int_kind_segments') }}
),

stage_pairs as (
    select * from {{ ref('int_stage_pairs') }}
),

knowledge as (
    select * from {{ ref('int_set_knowledge') }}
),

period_entries as (
    select
        entries.definition_basis,
        day_periods.period_number,
        entries.stage,
        entries.entry_policy,
        entries.source_set,
        kind_segments.segment_number,
        kind_segments.segment_dimension,
        kind_segments.segment_value,
        sum(entries.cycles) as cycles
    from entries
    inner join kind_segments on kind_segments.kind_key = entries.kind_key
    inner join day_periods on day_periods.day_on = entries.entered_on
    group by
        entries.definition_basis, day_periods.period_number, entries.stage,
        entries.entry_policy, entries.source_set, kind_segments.segment_number,
        kind_segments.segment_dimension, kind_segments.segment_value
),

-- Either side of a pair counts only people whose sources can know the other side too.
sides as (
    select period_entries.*, stage_pairs.from_stage, stage_pairs.to_stage,
        stage_pairs.to_stage as other_stage, true as is_from
    from period_entries
    inner join stage_pairs on stage_pairs.from_stage = period_entries.stage
    union all
    select period_entries.*, stage_pairs.from_stage, stage_pairs.to_stage,
        stage_pairs.from_stage, false
    from period_entries
    inner join stage_pairs on stage_pairs.to_stage = period_entries.stage
),

known_sides as (
    select
        sides.*,
        knowledge.stage is not null as is_known,
        case when knowledge.stage is not null and sides.is_from then sides.cycles end
            as cycles_from,
        case
            when knowledge.stage is not null and not sides.is_from then sides.cycles
        end as cycles_to
    from sides
    left join knowledge
        on knowledge.definition_basis = sides.definition_basis
        and knowledge.source_set = sides.source_set
        and knowledge.stage = sides.other_stage
),

-- A stage that somebody can know and nobody entered is a true zero.
counted as (
    select
        definition_basis,
        period_number,
        entry_policy,
        segment_dimension,
        segment_value,
        from_stage,
        to_stage,
        bool_or(is_known) as is_known,
        cast(coalesce(sum(cycles_from), 0) as bigint) as entries_from,
        cast(coalesce(sum(cycles_to), 0) as bigint) as entries_to
    from known_sides
    group by
        definition_basis, period_number, entry_policy, segment_dimension,
        segment_value, from_stage, to_stage
)

select
    counted.definition_basis,
    periods.period_grain,
    counted.from_stage,
    counted.to_stage,
    counted.entry_policy,
    counted.segment_dimension,
    counted.segment_value,
    case when counted.is_known then 'observed' else 'unknown' end as stage_knowledge,

    case when counted.is_known then counted.entries_from end as entries_from,
    case when counted.is_known then counted.entries_to end as entries_to,
    case
        when counted.is_known
            then round(
                cast(counted.entries_to as double) / nullif(counted.entries_from, 0), 9
            )
    end as period_ratio,

    periods.period_on
from counted
inner join periods on periods.period_number = counted.period_number
