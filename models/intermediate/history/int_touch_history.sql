-- One row per lead and day with touches: how many of which kind, what they were worth.
with touch_days as (
    select * from {{ ref('int_touch_days') }}
    where signal = 'touch' and gap_basis = 'then'
),

touch_points as (
    select * from {{ ref('int_touch_points') }}
    where counts_from = 'lifetime' and pricing = 'then'
),

day_closes as (
    select * from {{ ref('int_score_day_closes') }}
),

labels as (
    select * from {{ source('book', 'labels') }} where vocabulary = 'touch_type'
),

-- An exit within the day parts it: to the person it is one day.
kinds as (
    select
        lead_id,
        day_on,
        signal_argument as touch_type,
        sum(touches) as touches,
        min(first_at) as first_at
    from touch_days
    group by lead_id, day_on, signal_argument
),

touch_types as (
    select touch_type
    from kinds
    group by touch_type
),

-- A word that the book does not know may hold an address.
type_words as (
    select
        touch_types.touch_type,
        {{ without_contacts('touch_types.touch_type') }} as shown_type,
        labels.label_ja,
        labels.label_en
    from touch_types
    left join labels on labels.code = touch_types.touch_type
),

days as (
    select
        lead_id,
        day_on,
        cast(sum(touches) as bigint) as touches,
        min(first_at) as first_at,
        {{ mixture_of(['touch_type', 'touches']) }} as mixture
    from kinds
    group by lead_id, day_on
),

-- Millions of days are of few mixtures of kinds: each is put into words once.
examples as (
    select
        mixture,
        min(lead_id) as lead_id,
        min_by(day_on, lead_id) as day_on
    from days
    group by mixture
),

worded as (
    select
        examples.mixture,
        kinds.touch_type,
        coalesce(type_words.label_ja, type_words.shown_type)
        || case when kinds.touches > 1 then ' ×' || kinds.touches else '' end
            as touches_ja,
        coalesce(type_words.label_en, type_words.shown_type)
        || case when kinds.touches > 1 then ' ×' || kinds.touches else '' end
            as touches_en
    from examples
    inner join kinds
        on kinds.lead_id = examples.lead_id
        and kinds.day_on = examples.day_on
    inner join type_words on type_words.touch_type = kinds.touch_type
),

mixtures as (
    select
        mixture,
        {{ joined_texts('touches_ja', ', ', 'touch_type') }} as detail_ja,
        {{ joined_texts('touches_en', ', ', 'touch_type') }} as detail_en
    from worded
    group by mixture
),

day_points as (
    select
        lead_id,
        day_on,
        round(sum(points), 9) as points
    from touch_points
    group by lead_id, day_on
)

-- What no rule prices is worth nothing.
select
    days.lead_id,
    mixtures.detail_ja,
    mixtures.detail_en,

    days.touches,
    coalesce(day_points.points, 0) as points,
    day_closes.score,

    days.day_on,
    days.first_at
from days
inner join mixtures on mixtures.mixture = days.mixture
left join day_points
    on day_points.lead_id = days.lead_id
    and day_points.day_on = days.day_on
left join day_closes
    on day_closes.lead_id = days.lead_id
    and day_closes.day_on = days.day_on
