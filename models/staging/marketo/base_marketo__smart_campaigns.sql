-- One row per smart campaign, with the program it belongs to.
with versions as (
    {{ judged_versions('marketo', 'campaign', ['id'], written_at='updated_at') }}
)

select
    id as smart_campaign_id,
    program_id
from versions
where disposition = 'accepted'
