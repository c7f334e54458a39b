-- One row per touch that the run may see.
with landed as (
    {{ live_rows('exports', 'ma_touches') }}
),

touch_words as (
    select *
    from {{ source('book', 'words') }}
    where source = 'exports' and vocabulary = 'touch_type'
)

-- A word that nobody mapped stays as it came.
select
    'exports' as source,
    landed.touch_id,
    landed.ma_lead_id as source_record_id,
    landed.visitor_id,
    coalesce(touch_words.value, landed.touch_type) as touch_type,
    landed.content_id,
    landed.url,
    landed.campaign_id,

    landed.occurred_at,
    landed.recorded_at,
    landed._landed_at as landed_at
from landed
left join touch_words on touch_words.source_value = lower(landed.touch_type)
where
    landed.occurred_at <= landed._as_of
    and coalesce(landed.recorded_at, landed.occurred_at) <= landed._as_of
