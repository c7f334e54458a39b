-- One row per touch that the run may see.
with interactions as (
    select * from {{ ref('base_marketo__interactions') }}
),

smart_campaigns as (
    select * from {{ ref('base_marketo__smart_campaigns') }}
)

-- An activity names its smart campaign; the campaign of the marts is its program.
select
    'marketo' as source,
    interactions.activity_id as touch_id,
    interactions.lead_id as source_record_id,
    cast(null as varchar) as visitor_id,
    interactions.touch_type,
    cast(null as varchar) as content_id,
    interactions.url,
    coalesce(interactions.program_id, smart_campaigns.program_id) as campaign_id,

    interactions.occurred_at,
    cast(null as timestamp) as recorded_at,
    interactions.landed_at
from interactions
left join smart_campaigns
    on smart_campaigns.smart_campaign_id = interactions.smart_campaign_id
