-- One row per lead and crossing of a threshold, or day whose score no touch changed.
with crossings as (
    select * from {{ ref('int_score_crossings') }} where counts_from = 'lifetime'
),

thresholds as (
    select * from {{ ref('int_score_thresholds') }} where is_of_mql
),

lead_gaps as (
    select * from {{ ref('int_lead_gaps') }} where gap_basis = 'then'
),

day_closes as (
    select * from {{ ref('int_score_day_closes') }}
),

touch_history as (
    select * from {{ ref('int_touch_history') }}
),

labels as (
    select * from {{ source('book', 'labels') }} where vocabulary = 'score_series'
),

-- A day with touches says its points itself.
quiet_days as (
    select
        day_closes.lead_id,
        day_closes.score,
        day_closes.changed_at
    from day_closes
    left join touch_history
        on touch_history.lead_id = day_closes.lead_id
        and touch_history.day_on = day_closes.day_on
    where touch_history.lead_id is null
),

total as (
    select max(label_ja) as label_ja, max(label_en) as label_en
    from labels
    where code = 'total'
)

select
    crossings.lead_id,
    case when crossings.direction = 'upward' then 'score rose' else 'score fell' end
        as event,
    coalesce(labels.label_ja, crossings.score_series) || ' '
    || crossings.comparison || ' ' || {{ plain_number('crossings.threshold') }}
        as detail_ja,
    coalesce(labels.label_en, crossings.score_series) || ' '
    || crossings.comparison || ' ' || {{ plain_number('crossings.threshold') }}
        as detail_en,
    crossings.definition_ids,
    crossings.cause,

    crossings.score,

    crossings.crossed_at as occurred_at,
    lead_gaps.cooled_after_at as blocked_until_at
from crossings
left join labels on labels.code = crossings.score_series
left join thresholds
    on thresholds.counts_from = crossings.counts_from
    and thresholds.score_series = crossings.score_series
    and thresholds.comparison = crossings.comparison
    and thresholds.threshold = crossings.threshold
    and crossings.direction = 'upward'
-- A signal of the very end of the cool-down is still one of it.
left join lead_gaps
    on thresholds.threshold is not null
    and lead_gaps.lead_id = crossings.lead_id
    and lead_gaps.starts_after_at < crossings.crossed_at
    and lead_gaps.cooled_after_at >= crossings.crossed_at
    and coalesce(lead_gaps.exit_at >= crossings.crossed_at, true)
union all
select
    quiet_days.lead_id,
    'score changed' as event,
    coalesce(total.label_ja, 'total') || ' '
    || {{ plain_number('quiet_days.score') }} as detail_ja,
    coalesce(total.label_en, 'total') || ' '
    || {{ plain_number('quiet_days.score') }} as detail_en,
    null as definition_ids,
    null as cause,

    quiet_days.score,

    quiet_days.changed_at as occurred_at,
    null as blocked_until_at
from quiet_days
cross join total
