-- One row per lead, gap and instant of a candidate day, with the conditions that hold.
with candidate_days as (
    select * from {{ ref('int_candidate_days') }}
),

touches as (
    select * from {{ ref('int_lead_touches') }}
),

signal_instants as (
    select * from {{ ref('int_signal_instants') }}
),

counts as (
    select * from {{ ref('int_count_scopes') }}
),

points as (
    select * from {{ ref('int_touch_points') }}
),

decay as (
    select * from {{ ref('int_score_decay') }}
),

clauses as (
    select * from {{ ref('int_clauses') }}
),

score_rules as (
    select * from {{ source('book', 'score_rules') }}
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

attribute_points as (
    select * from {{ ref('int_attribute_points') }}
),

scopes as (
    select counts_from from {{ ref('int_definitions') }}
    where stage = 'mql'
    group by counts_from
),

-- The only second reading of touches: those of candidate days.
day_touches as (
    select touches.*
    from touches
    inner join (
        select lead_id, day_on from candidate_days group by lead_id, day_on
    ) as days
        on days.lead_id = touches.lead_id
        and days.day_on = touches.day_on
),

touch_signals as (
    select lead_id, day_on, occurred_at, gap_number, is_waiting,
        'touch' as signal, touch_type as signal_argument
    from day_touches
    union all
    select lead_id, day_on, occurred_at, gap_number, is_waiting, 'content', content_id
    from day_touches
    where content_id is not null
),

instants as (
    select day_touches.lead_id, day_touches.gap_number, day_touches.day_on,
        day_touches.occurred_at, cast(null as varchar) as only_definition_id
    from day_touches
    inner join candidate_days
        on candidate_days.lead_id = day_touches.lead_id
        and candidate_days.gap_number = day_touches.gap_number
        and candidate_days.day_on = day_touches.day_on
    where not day_touches.is_waiting
    union
    select signal_instants.lead_id, signal_instants.gap_number, signal_instants.day_on,
        signal_instants.occurred_at, signal_instants.only_definition_id
    from signal_instants
    inner join candidate_days
        on candidate_days.lead_id = signal_instants.lead_id
        and candidate_days.gap_number = signal_instants.gap_number
        and candidate_days.day_on = signal_instants.day_on
),

scoped_instants as (
    select distinct
        instants.lead_id,
        instants.gap_number,
        instants.day_on,
        instants.occurred_at,
        scopes.counts_from
    from instants  -- an adoption may fall on the instant of another signal
    cross join scopes
),

-- Everything up to and at the instant is applied before evaluating.
touches_today as (
    select
        scoped_instants.lead_id,
        scoped_instants.gap_number,
        scoped_instants.day_on,
        scoped_instants.occurred_at,
        scoped_instants.counts_from,
        touch_signals.signal,
        touch_signals.signal_argument,
        count(*) as touches
    from scoped_instants
    inner join touch_signals
        on touch_signals.lead_id = scoped_instants.lead_id
        and touch_signals.day_on = scoped_instants.day_on
        and touch_signals.occurred_at <= scoped_instants.occurred_at
        and (
            scoped_instants.counts_from = 'lifetime'
            or (
                touch_signals.gap_number = scoped_instants.gap_number
                and (touch_signals.gap_number = 0 or not touch_signals.is_waiting)
            )
        )
    group by
        scoped_instants.lead_id, scoped_instants.gap_number, scoped_instants.day_on,
        scoped_instants.occurred_at, scoped_instants.counts_from,
        touch_signals.signal, touch_signals.signal_argument
),

points_today as (
    select
        touches_today.lead_id,
        touches_today.gap_number,
        touches_today.occurred_at,
        touches_today.counts_from,
        score_rules.kind,
        sum(
            case
                when score_rules.daily_cap is null
                    then touches_today.touches * score_rules.points
                when score_rules.points < 0
                    then greatest(
                        touches_today.touches * score_rules.points, score_rules.daily_cap
                    )
                else least(
                    touches_today.touches * score_rules.points, score_rules.daily_cap
                )
            end
        ) as points
    from touches_today
    inner join score_rules
        on score_rules.signal = touches_today.signal
        and score_rules.signal_argument = touches_today.signal_argument
        and (score_rules.valid_from is null or score_rules.valid_from <= touches_today.day_on)
        and (score_rules.valid_to is null or score_rules.valid_to > touches_today.day_on)
    group by
        touches_today.lead_id, touches_today.gap_number, touches_today.occurred_at,
        touches_today.counts_from, score_rules.kind
),

-- What earlier days left, after the halvings since.
opening_points as (
    select
        days.lead_id,
        days.gap_number,
        days.day_on,
        days.counts_from,
        points.kind,
        sum(
            points.points * power(2, earned.halvings_so_far - today.halvings_so_far)
        ) as points
    from (
        select lead_id, gap_number, day_on, counts_from
        from scoped_instants
        group by lead_id, gap_number, day_on, counts_from
    ) as days
    inner join points
        on points.lead_id = days.lead_id
        and points.counts_from = days.counts_from
        and points.day_on < days.day_on
        and (points.gap_number is null or points.gap_number = days.gap_number)
    inner join decay as earned
        on earned.day_on = points.day_on
        and earned.kind = points.kind
    inner join decay as today
        on today.day_on = days.day_on
        and today.kind = points.kind
    group by days.lead_id, days.gap_number, days.day_on, days.counts_from, points.kind
),

scored as (
    select
        scoped_instants.*,
        coalesce(profiles.attribute_mask, 0) as attribute_mask,
        coalesce(attribute_points.points, 0) as attribute_score,
        -- No point is 0 points: the lead has no touch of the kind yet.
        coalesce(opening_behaviour.points, 0) + coalesce(behaviour_today.points, 0)
            as behaviour_score,
        coalesce(opening_engagement.points, 0) + coalesce(engagement_today.points, 0)
            as engagement_score
    from scoped_instants
    left join profiles
        on profiles.lead_id = scoped_instants.lead_id
        and profiles.valid_from_at <= scoped_instants.occurred_at
        and profiles.valid_to_at > scoped_instants.occurred_at
    left join attribute_points
        on attribute_points.attribute_mask = profiles.attribute_mask
        and attribute_points.from_on <= scoped_instants.day_on
        and attribute_points.to_on > scoped_instants.day_on
    left join opening_points as opening_behaviour
        on opening_behaviour.lead_id = scoped_instants.lead_id
        and opening_behaviour.gap_number = scoped_instants.gap_number
        and opening_behaviour.day_on = scoped_instants.day_on
        and opening_behaviour.counts_from = scoped_instants.counts_from
        and opening_behaviour.kind = 'behaviour'
    left join opening_points as opening_engagement
        on opening_engagement.lead_id = scoped_instants.lead_id
        and opening_engagement.gap_number = scoped_instants.gap_number
        and opening_engagement.day_on = scoped_instants.day_on
        and opening_engagement.counts_from = scoped_instants.counts_from
        and opening_engagement.kind = 'engagement'
    left join points_today as behaviour_today
        on behaviour_today.lead_id = scoped_instants.lead_id
        and behaviour_today.gap_number = scoped_instants.gap_number
        and behaviour_today.occurred_at = scoped_instants.occurred_at
        and behaviour_today.counts_from = scoped_instants.counts_from
        and behaviour_today.kind = 'behaviour'
    left join points_today as engagement_today
        on engagement_today.lead_id = scoped_instants.lead_id
        and engagement_today.gap_number = scoped_instants.gap_number
        and engagement_today.occurred_at = scoped_instants.occurred_at
        and engagement_today.counts_from = scoped_instants.counts_from
        and engagement_today.kind = 'engagement'
),

earlier_touches as (
    select
        scoped_instants.lead_id,
        scoped_instants.gap_number,
        scoped_instants.occurred_at,
        clauses.clause_bit,
        sum(counts.touches) as touches
    from scoped_instants
    inner join counts
        on counts.lead_id = scoped_instants.lead_id
        and counts.counts_from = scoped_instants.counts_from
        and counts.day_on < scoped_instants.day_on
        and (counts.gap_number is null or counts.gap_number = scoped_instants.gap_number)
    inner join clauses
        on clauses.kind = 'count'
        and clauses.signal = counts.signal
        and clauses.signal_argument = counts.signal_argument
        and clauses.counts_from = counts.counts_from
        and (
            clauses.within_days is null
            or counts.day_on
            > {{ shift_day('scoped_instants.day_on', '-clauses.within_days') }}
        )
    group by
        scoped_instants.lead_id, scoped_instants.gap_number, scoped_instants.occurred_at,
        clauses.clause_bit
),

counted as (
    select lead_id, gap_number, occurred_at, clause_bit, touches from earlier_touches
    union all
    select
        touches_today.lead_id,
        touches_today.gap_number,
        touches_today.occurred_at,
        clauses.clause_bit,
        touches_today.touches
    from touches_today
    inner join clauses
        on clauses.kind = 'count'
        and clauses.signal = touches_today.signal
        and clauses.signal_argument = touches_today.signal_argument
        and clauses.counts_from = touches_today.counts_from
),

count_conditions as (
    select counted.lead_id, counted.gap_number, counted.occurred_at, counted.clause_bit
    from counted
    inner join clauses on clauses.clause_bit = counted.clause_bit
    group by counted.lead_id, counted.gap_number, counted.occurred_at, counted.clause_bit
    having sum(counted.touches) >= max(clauses.min_count)
),

conditions_held as (
    select lead_id, gap_number, occurred_at, clause_bit from count_conditions
    union all
    select scored.lead_id, scored.gap_number, scored.occurred_at, clauses.clause_bit
    from scored
    inner join clauses
        on clauses.kind = 'score'
        and clauses.counts_from = scored.counts_from
        and {{ compares(score_of('scored', 'clauses.signal_argument'),
            'clauses.comparison', 'clauses.value_number') }}
),

masks as (
    select lead_id, gap_number, occurred_at, sum(clause_bit) as held_mask
    from conditions_held
    group by lead_id, gap_number, occurred_at
),

profiled_instants as (
    select lead_id, gap_number, occurred_at, max(attribute_mask) as attribute_mask
    from scored
    group by lead_id, gap_number, occurred_at
)

select
    instants.lead_id,
    instants.only_definition_id,

    instants.gap_number,
    profiled_instants.attribute_mask | cast(coalesce(masks.held_mask, 0) as bigint)
        as held_mask,

    instants.day_on,
    instants.occurred_at
from instants
inner join profiled_instants
    on profiled_instants.lead_id = instants.lead_id
    and profiled_instants.gap_number = instants.gap_number
    and profiled_instants.occurred_at = instants.occurred_at
left join masks
    on masks.lead_id = instants.lead_id
    and masks.gap_number = instants.gap_number
    and masks.occurred_at = instants.occurred_at
