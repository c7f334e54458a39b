-- One row per way of cutting gaps, lead and evaluated condition that shows a value.
with stretches as (
    select * from {{ ref('int_open_stretches') }}
),

shown_clauses as (
    select * from {{ ref('int_shown_clauses') }} where clause_bit is not null
),

clauses as (
    select * from {{ ref('int_clauses') }}
),

day_scores as (
    select * from {{ ref('int_day_scores') }}
),

attribute_points as (
    select * from {{ ref('int_attribute_points') }}
),

counts as (
    select * from {{ ref('int_count_scopes') }}
),

attribute_events as (
    select * from {{ ref('int_attribute_events') }}
),

-- Two versions may ask for one condition.
shown_conditions as (
    select clauses.*
    from clauses
    inner join (
        select clause_bit from shown_clauses group by clause_bit
    ) as asked
        on asked.clause_bit = clauses.clause_bit
),

scored as (
    select
        stretches.gap_basis,
        stretches.lead_id,
        shown_conditions.clause_bit,
        shown_conditions.signal_argument,
        day_scores.behaviour_score,
        day_scores.engagement_score,
        coalesce(attribute_points.points, 0) as attribute_score
    from stretches
    inner join day_scores
        on day_scores.lead_id = stretches.lead_id
        and day_scores.day_on = stretches.as_of_on
        and (
            day_scores.counts_from = 'lifetime'
            or (
                day_scores.gap_basis = stretches.gap_basis
                and day_scores.gap_number = stretches.gap_number
            )
        )
    inner join shown_conditions
        on shown_conditions.kind = 'score'
        and shown_conditions.counts_from = day_scores.counts_from
        and shown_conditions.pricing = day_scores.pricing
    left join attribute_points
        on attribute_points.pricing = day_scores.pricing
        and attribute_points.attribute_mask = stretches.attribute_mask
        and attribute_points.from_on <= stretches.as_of_on
        and attribute_points.to_on > stretches.as_of_on
),

counted as (
    select
        stretches.gap_basis,
        stretches.lead_id,
        shown_conditions.clause_bit,
        cast(sum(counts.touches) as double) as observed_number,
        max(counts.day_on) as last_on
    from stretches
    inner join counts
        on counts.lead_id = stretches.lead_id
        and counts.day_on <= stretches.as_of_on
        and (
            counts.gap_number is null
            or (
                counts.gap_basis = stretches.gap_basis
                and counts.gap_number = stretches.gap_number
            )
        )
    inner join shown_conditions
        on shown_conditions.kind = 'count'
        and shown_conditions.signal = counts.signal
        and shown_conditions.signal_argument = counts.signal_argument
        and shown_conditions.counts_from = counts.counts_from
        and coalesce(
            counts.day_on
            > {{ shift_day('stretches.as_of_on', '-shown_conditions.within_days') }},
            true
        )
    group by stretches.gap_basis, stretches.lead_id, shown_conditions.clause_bit
),

last_words as (
    select
        attribute_events.*,
        row_number() over (
            partition by
                attribute_events.lead_id, attribute_events.signal,
                attribute_events.attribute
            order by attribute_events.observed_at desc nulls last
        ) as word_rank
    from attribute_events
),

-- A free text is written by people: whatever leads to a person goes, once a text.
values_shown as (
    select
        value,
        {{ without_contacts('value') }} as value_shown
    from last_words
    where word_rank = 1 and value is not null
    group by value
)

select
    gap_basis,
    lead_id,
    cast(null as varchar) as observed,

    clause_bit,
    {{ score_of('scored', 'signal_argument') }} as observed_number,

    cast(null as date) as last_on
from scored
union all
select
    gap_basis,
    lead_id,
    null as observed,

    clause_bit,
    observed_number,

    last_on
from counted
union all
select
    stretches.gap_basis,
    stretches.lead_id,
    values_shown.value_shown as observed,

    shown_conditions.clause_bit,
    last_words.value_number as observed_number,

    null as last_on
from stretches
inner join last_words
    on last_words.lead_id = stretches.lead_id
    and last_words.word_rank = 1
inner join shown_conditions
    on shown_conditions.kind = 'attribute'
    and shown_conditions.signal = last_words.signal
    and shown_conditions.signal_argument = last_words.attribute
inner join values_shown on values_shown.value = last_words.value
