-- One row per part of a restated number, with what of the person moved it, and when.
with parts as (
    select * from {{ ref('int_restatement_parts') }}
),

movements as (
    select * from {{ ref('int_restated_movements') }}
),

-- A person that leaves one segment for another is described otherwise. To convert is
-- about the entry if that came or went, else about what was reached.
weighed as (
    select
        *,
        case when mart = 'mart_recycling' then 'recycled' else to_stage end
            as reached_stage,
        coalesce(entry_policy, 'strict') as counted_policy,
        coalesce(
            segment_dimension != 'all'
            and sum(change) over (
                partition by
                    person_id, ledger_number, mart, measure, period_grain, period_on,
                    from_stage, to_stage, window_days, entry_policy, segment_dimension
            ) = 0,
            false
        ) as is_described_otherwise,
        bool_or(measure in ('entries_from', 'cycles_entered')) over (
            partition by
                person_id, ledger_number, mart, period_grain, period_on, from_stage,
                to_stage, window_days, entry_policy, segment_dimension, segment_value
        ) as is_entered_otherwise
    from parts
),

timed as (
    select
        weighed.person_id,
        weighed.ledger_number,
        weighed.counted_policy,
        weighed.from_stage,
        weighed.reached_stage,
        weighed.period_on,
        weighed.closed_at,
        min(
            case
                when movements.stage = weighed.from_stage then movements.happened_on
            end
        ) as entry_moved_on,
        min(
            case
                when movements.stage = weighed.reached_stage then movements.happened_on
            end
        ) as goal_moved_on
    from weighed
    inner join movements
        on movements.person_id = weighed.person_id
        and movements.ledger_number = weighed.ledger_number
        and movements.entry_policy = weighed.counted_policy
        and movements.stage in (weighed.from_stage, weighed.reached_stage)
        and movements.happened_on >= weighed.period_on
        and coalesce(movements.happened_at <= weighed.closed_at, true)
    group by
        weighed.person_id, weighed.ledger_number, weighed.counted_policy,
        weighed.from_stage, weighed.reached_stage, weighed.period_on,
        weighed.closed_at
),

judged as (
    select
        weighed.*,
        timed.entry_moved_on,
        timed.goal_moved_on,
        case
            when weighed.is_described_otherwise then 'segment'
            when weighed.measure = 'entries_to' and timed.goal_moved_on is not null
                then 'goal'
            when
                weighed.measure != 'entries_to'
                and timed.entry_moved_on is not null
                and (weighed.is_entered_otherwise or timed.goal_moved_on is null)
                then 'entry'
            when
                weighed.mart in ('mart_funnel_cohorts', 'mart_recycling')
                and timed.goal_moved_on is not null
                then 'goal'
            when weighed.mart = 'mart_stage_agreement' then 'verdict'
            when weighed.mart = 'mart_recycling' then 'return'
            else 'knowledge'
        end as moved
    from weighed
    left join timed
        on timed.person_id = weighed.person_id
        and timed.ledger_number = weighed.ledger_number
        and timed.counted_policy = weighed.counted_policy
        and timed.from_stage = weighed.from_stage
        and timed.reached_stage is not distinct from weighed.reached_stage
        and timed.period_on = weighed.period_on
        and timed.closed_at is not distinct from weighed.closed_at
)

select
    person_id,
    mart,
    measure,
    period_grain,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    system_pair,
    verdict,
    case when moved in ('entry', 'goal') then 'stage' else moved end as subject_kind,
    case moved
        when 'entry' then from_stage
        when 'goal' then reached_stage
        when 'segment' then segment_dimension
        else ''
    end as subject,

    ledger_number,
    reported_number,
    window_days,
    change,

    period_on,
    closed_at,
    case moved when 'entry' then entry_moved_on when 'goal' then goal_moved_on end
        as moved_on
from judged
