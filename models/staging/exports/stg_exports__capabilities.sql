-- One row per signal that the connected export can deliver.
with feeds as (
    select * from {{ source('landing', 'feeds') }}
    where source = 'exports' and has_landed
),

leads as (
    select * from {{ ref('stg_exports__leads') }}
),

lead_changes as (
    select * from {{ ref('stg_exports__lead_changes') }}
),

records as (
    select * from {{ ref('stg_exports__records') }}
),

record_changes as (
    select * from {{ ref('stg_exports__record_changes') }}
),

touches as (
    select * from {{ ref('stg_exports__touches') }}
),

activities as (
    select * from {{ ref('stg_exports__sales_activities') }}
),

opportunities as (
    select * from {{ ref('stg_exports__opportunities') }}
),

-- An MA that never wrote a stage down cannot be asked about it.
ma_stages as (
    select stage as signal_argument, created_at as observed_at
    from leads
    where stage is not null
    union all
    select new_value, changed_at
    from lead_changes
    where field = 'stage' and new_value is not null
),

sfa_stages as (
    select created_at as observed_at
    from records
    where stage is not null
    union all
    select changed_at
    from record_changes
    where field = 'stage'
),

sfa_writes as (
    select created_at as observed_at from records
    union all
    select changed_at from record_changes
    union all
    select created_at from opportunities
),

delivered as (
    select 'ma_status' as signal, signal_argument, observed_at from ma_stages
    union all
    select 'declared_stage', signal_argument, observed_at from ma_stages
    union all
    select 'sfa_status', null, observed_at from sfa_stages
    union all
    select 'declared_stage', null, observed_at from sfa_stages
    union all
    select feed_signals.signal, null, feed_signals.observed_at
    from (
        select
            'touch' as signal,
            'ma_touches' as table_name,
            (select min(occurred_at) from touches) as observed_at
        union all
        select 'content', 'ma_touches', (select min(occurred_at) from touches)
        union all
        select 'score', 'ma_touches', (select min(occurred_at) from touches)
        union all
        select 'attribute', 'ma_leads', (select min(created_at) from leads)
        union all
        select
            'sfa_field', 'sfa_record_changes', (select min(observed_at) from sfa_writes)
        union all
        select
            'call_outcome', 'sfa_activities', (select min(occurred_at) from activities)
        union all
        select
            'meeting_outcome',
            'sfa_activities',
            (select min(occurred_at) from activities)
        union all
        select
            'opportunity_created',
            'opportunities',
            (select min(observed_at) from sfa_writes)
        union all
        select
            'opportunity_won',
            'opportunities',
            (select min(observed_at) from sfa_writes)
        union all
        select
            'opportunity_lost',
            'opportunities',
            (select min(observed_at) from sfa_writes)
    ) as feed_signals
    inner join feeds on feeds.table_name = feed_signals.table_name
)

select
    'exports' as source,
    signal,
    signal_argument,

    min(observed_at) as observed_from
from delivered
group by signal, signal_argument
