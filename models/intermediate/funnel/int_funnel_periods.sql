-- One row per basis, period, stage pair, entry policy and segment: entries.
with entries as (
    select * from {{ ref('int_cohort_entries') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
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
        day_periods.period_grain,
        day_periods.period_on,
        entries.stage,
        entries.entry_policy,
        entries.channel,
        entries.lead_source,
        entries.customer_status,
        entries.source_set,
        sum(entries.cycles) as cycles
    from entries
    inner join day_periods on day_periods.day_on = entries.entered_on
    group by
        entries.definition_basis, day_periods.period_grain, day_periods.period_on,
        entries.stage, entries.entry_policy, entries.channel, entries.lead_source,
        entries.customer_status, entries.source_set
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

segments as (
    {{ segmented('known_sides', [
        'definition_basis', 'period_grain', 'period_on', 'entry_policy', 'from_stage',
        'to_stage', 'is_known', 'cycles_from', 'cycles_to'
    ]) }}
),

-- A stage that somebody can know and nobody entered is a true zero.
counted as (
    select
        definition_basis,
        period_grain,
        period_on,
        entry_policy,
        segment_dimension,
        segment_value,
        from_stage,
        to_stage,
        bool_or(is_known) as is_known,
        cast(coalesce(sum(cycles_from), 0) as bigint) as entries_from,
        cast(coalesce(sum(cycles_to), 0) as bigint) as entries_to
    from segments
    group by
        definition_basis, period_grain, period_on, entry_policy, segment_dimension,
        segment_value, from_stage, to_stage
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
