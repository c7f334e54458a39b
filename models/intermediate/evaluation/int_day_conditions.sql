-- One row per lead, gap and signal day, with the conditions that hold at its end.
with signal_days as (
    select * from {{ ref('int_signal_days') }}
),

day_scores as (
    select * from {{ ref('int_day_scores') }}
),

spans as (
    select * from {{ ref('int_count_spans') }}
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

attribute_points as (
    select * from {{ ref('int_attribute_points') }}
),

score_clauses as (
    select * from {{ ref('int_clauses') }} where kind = 'score'
),

profiled as (
    select
        signal_days.*,
        coalesce(profiles.attribute_mask, 0) as attribute_mask
    from signal_days
    left join profiles
        on profiles.lead_id = signal_days.lead_id
        and profiles.valid_from_at <= signal_days.last_at
        and profiles.valid_to_at > signal_days.last_at
),

scored as (
    select
        profiled.lead_id,
        profiled.gap_basis,
        profiled.gap_number,
        profiled.day_on,
        day_scores.counts_from,
        day_scores.pricing,
        day_scores.has_negative_points,
        coalesce(attribute_points.points, 0) as attribute_score,
        day_scores.behaviour_score,
        day_scores.engagement_score
    from profiled
    inner join day_scores
        on day_scores.lead_id = profiled.lead_id
        and day_scores.day_on = profiled.day_on
        and (
            day_scores.counts_from = 'lifetime'
            or (
                day_scores.gap_basis = profiled.gap_basis
                and day_scores.gap_number = profiled.gap_number
            )
        )
    left join attribute_points
        on attribute_points.pricing = day_scores.pricing
        and attribute_points.attribute_mask = profiled.attribute_mask
        and attribute_points.from_on <= profiled.day_on
        and attribute_points.to_on > profiled.day_on
),

-- Two spans of one condition may overlap: its bit is set once.
conditions_held as (
    select
        scored.lead_id,
        scored.gap_basis,
        scored.gap_number,
        scored.day_on,
        score_clauses.clause_bit
    from scored
    inner join score_clauses
        on score_clauses.counts_from = scored.counts_from
        and score_clauses.pricing = scored.pricing
        and {{ compares(
            score_of('scored', 'score_clauses.signal_argument'),
            'score_clauses.comparison', 'score_clauses.value_number'
        ) }}
    union all
    select
        profiled.lead_id, profiled.gap_basis, profiled.gap_number, profiled.day_on,
        spans.clause_bit
    from profiled
    inner join spans
        on spans.lead_id = profiled.lead_id
        and spans.from_on <= profiled.day_on
        and spans.to_on >= profiled.day_on
        and (
            spans.gap_number is null
            or (
                spans.gap_basis = profiled.gap_basis
                and spans.gap_number = profiled.gap_number
            )
        )
),

masks as (
    select
        lead_id, gap_basis, gap_number, day_on,
        bit_or(clause_bit) as held_mask
    from conditions_held
    group by lead_id, gap_basis, gap_number, day_on
),

falling_days as (
    select lead_id, gap_basis, gap_number, day_on
    from scored
    where has_negative_points
    group by lead_id, gap_basis, gap_number, day_on
)

-- No condition met is the empty mask.
select
    profiled.lead_id,

    profiled.gap_basis,
    profiled.gap_number,
    profiled.attribute_mask | coalesce(masks.held_mask, 0) as held_mask,

    profiled.has_signal,
    profiled.has_cooled_signal,
    profiled.has_cooled_record,
    profiled.has_record,
    profiled.is_partial,
    profiled.is_partial
    or profiled.has_attribute_change
    or falling_days.lead_id is not null as may_have_been_truer,

    profiled.day_on,
    profiled.signal_at,
    profiled.record_at
from profiled
left join masks
    on masks.lead_id = profiled.lead_id
    and masks.gap_basis = profiled.gap_basis
    and masks.gap_number = profiled.gap_number
    and masks.day_on = profiled.day_on
left join falling_days
    on falling_days.lead_id = profiled.lead_id
    and falling_days.gap_basis = profiled.gap_basis
    and falling_days.gap_number = profiled.gap_number
    and falling_days.day_on = profiled.day_on
