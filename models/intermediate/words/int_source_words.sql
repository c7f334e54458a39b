-- One row per source, mapping and word of it that the tools wrote, mapped or not.
with leads as (
    select * from {{ ref('int_port_leads') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

record_changes as (
    select * from {{ ref('int_port_record_changes') }} where field = 'temperature'
),

touches as (
    select * from {{ ref('int_port_touches') }}
),

activities as (
    select * from {{ ref('int_port_sales_activities') }}
),

users as (
    select * from {{ ref('int_port_users') }}
),

bookings as (
    select * from {{ ref('int_port_bookings') }}
),

campaign_members as (
    select * from {{ ref('int_port_campaign_members') }}
),

opportunities as (
    select * from {{ ref('int_port_opportunities') }}
),

opportunity_stages as (
    select * from {{ source('book', 'opportunity_stage') }}
),

currency_words as (
    select * from {{ source('book', 'words') }} where vocabulary = 'currency'
),

status_words as (
    select * from {{ ref('int_port_status_words') }}
),

channels as (
    select * from {{ source('book', 'channel') }}
),

attribute_values as (
    select * from {{ source('book', 'attribute_values') }}
),

code_words as (
    select source, 'touch_type' as mapping, touch_type as word, occurred_at as seen_at
    from touches
    union all
    select source, 'activity_type', activity_type, occurred_at from activities
    union all
    select source, 'call_outcome', outcome, occurred_at
    from activities
    where activity_type = 'call'
    union all
    select source, 'temperature', temperature, created_at from records
    union all
    select source, 'temperature', new_value, changed_at from record_changes
    union all
    select source, 'team', team, landed_at from users
    union all
    select source, 'booking_type', booking_type, cast(booked_on as timestamp)
    from bookings
    union all
    select source, 'member_status', status, occurred_at from campaign_members
),

-- What staging mapped stands in our own words, what it could not in the tool's.
our_words as (
    select vocabulary as mapping, value as word
    from {{ source('book', 'words') }}
    group by vocabulary, value
    union
    select 'touch_type', signal_argument
    from {{ source('book', 'stage_rules') }}
    where signal = 'touch'
    union
    select 'touch_type', signal_argument
    from {{ source('book', 'score_rules') }}
    where signal = 'touch'
),

said as (
    select
        code_words.source,
        code_words.mapping,
        code_words.word,
        our_words.word is not null as is_mapped,
        code_words.seen_at
    from code_words
    left join our_words
        on our_words.mapping = code_words.mapping
        and our_words.word = code_words.word
    where code_words.word is not null
    union all
    select leads.source, 'channel', leads.lead_source, channels.channel is not null,
        leads.created_at
    from leads
    left join channels
        on channels.source = leads.source
        and channels.source_value = leads.lead_source
    where leads.lead_source is not null
    union all
    select records.source, 'channel', records.lead_source,
        channels.channel is not null, records.created_at
    from records
    left join channels
        on channels.source = records.source
        and channels.source_value = records.lead_source
    where records.lead_source is not null
    union all
    select leads.source, 'job_level', leads.job_level,
        attribute_values.value is not null, leads.created_at
    from leads
    left join attribute_values
        on attribute_values.attribute = 'job_level'
        and attribute_values.source_value = leads.job_level
    where leads.job_level is not null
    union all
    select leads.source, 'industry', leads.industry,
        attribute_values.value is not null, leads.created_at
    from leads
    left join attribute_values
        on attribute_values.attribute = 'industry'
        and attribute_values.source_value = leads.industry
    where leads.industry is not null
    union all
    select opportunities.source, 'opportunity_stage', opportunities.stage,
        opportunity_stages.outcome is not null, opportunities.created_at
    from opportunities
    left join opportunity_stages
        on opportunity_stages.source = opportunities.source
        and opportunity_stages.source_value = lower(opportunities.stage)
    where opportunities.stage is not null
    union all
    select opportunities.source, 'currency', opportunities.currency,
        currency_words.value is not null
        or {{ is_currency_code('opportunities.currency') }},
        opportunities.created_at
    from opportunities
    left join currency_words
        on currency_words.source = opportunities.source
        and currency_words.source_value = lower(opportunities.currency)
    where opportunities.currency is not null
)

select
    source,
    mapping,
    word as source_value,

    count(*) as row_count,

    is_mapped,

    min(seen_at) as first_seen_at,
    max(seen_at) as last_seen_at
from said
group by source, mapping, word, is_mapped
union all
select
    source,
    'lead_status' as mapping,
    source_value,

    row_count,

    is_mapped,

    first_seen_at,
    last_seen_at
from status_words
