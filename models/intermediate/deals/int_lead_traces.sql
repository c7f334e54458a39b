-- One row per lead that marketing left a trace with: first touch, first campaign.
with touches as (
    select * from {{ ref('int_lead_touches') }} where gap_basis = 'then'
),

lead_campaigns as (
    select * from {{ ref('int_lead_campaigns') }}
),

acquisitions as (
    select * from {{ ref('int_cycles') }}
    where definition_basis = 'then' and entry_type = 'acquired'
),

members as (
    select * from {{ ref('int_port_campaign_members') }}
),

member_words as (
    select * from {{ source('book', 'words') }} where vocabulary = 'member_status'
),

identities as (
    select * from {{ ref('int_identities') }}
),

-- Who was written to has not answered; what a word means is in the book.
answers as (
    select
        identities.lead_id,
        members.occurred_at
    from members
    inner join member_words
        on member_words.source = members.source
        and member_words.source_value = lower(members.status)
        and member_words.value in ('applied', 'attended', 'responded')
    inner join identities
        on identities.source = members.source
        and identities.object = members.object
        and identities.native_id = members.source_record_id
),

traces as (
    select
        lead_id,
        min(occurred_at) as touched_at,
        min(occurred_at) filter (where campaign_id is not null) as campaign_at
    from touches
    group by lead_id
    union all
    select
        lead_campaigns.lead_id, acquisitions.opened_at, acquisitions.opened_at
    from lead_campaigns
    inner join acquisitions on acquisitions.lead_id = lead_campaigns.lead_id
    union all
    select lead_id, occurred_at, occurred_at from answers
)

select
    lead_id,

    min(touched_at) as touched_at,
    min(campaign_at) as campaign_at
from traces
group by lead_id
