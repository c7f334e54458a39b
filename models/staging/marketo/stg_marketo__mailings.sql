-- One row per thing that happened to a mail for a person, as far as the run may see.
with sends as (
    {{ live_rows('marketo', 'activity_send_email') }}
),

deliveries as (
    {{ live_rows('marketo', 'activity_email_delivered') }}
),

bounces as (
    {{ live_rows('marketo', 'activity_email_bounced') }}
),

unsubscriptions as (
    {{ live_rows('marketo', 'activity_unsubscribe_email') }}
),

smart_campaigns as (
    select * from {{ ref('base_marketo__smart_campaigns') }}
),

-- Marketo logs also the mail that it decided not to send.
mailings as (
    select
        'sent' as mailing_event, id, lead_id, campaign_id, email_template_id,
        activity_date, _as_of, _landed_at
    from sends
    where coalesce(lower(action_result), '') not in ('skipped', 'failed')
    union all
    select
        'delivered', id, lead_id, campaign_id, email_template_id,
        activity_date, _as_of, _landed_at
    from deliveries
    union all
    select
        'bounced', id, lead_id, campaign_id, email_template_id,
        activity_date, _as_of, _landed_at
    from bounces
    union all
    select
        'unsubscribed', id, lead_id, campaign_id, email_template_id,
        activity_date, _as_of, _landed_at
    from unsubscriptions
)

select
    'marketo' as source,
    mailings.id as mailing_id,
    mailings.lead_id as source_record_id,
    mailings.mailing_event,
    smart_campaigns.program_id as campaign_id,
    mailings.email_template_id,

    mailings.activity_date as occurred_at,
    mailings._landed_at as landed_at
from mailings
left join smart_campaigns
    on smart_campaigns.smart_campaign_id = mailings.campaign_id
where mailings.activity_date <= mailings._as_of
