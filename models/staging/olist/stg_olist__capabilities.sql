-- One row per signal that the source can deliver.
with feeds as (
    select * from {{ source('landing', 'feeds') }}
    where source = 'olist' and has_landed
),

leads as (
    select * from {{ ref('stg_olist__leads') }}
),

opportunities as (
    select * from {{ ref('stg_olist__opportunities') }}
),

signals as (
    select
        'marketing_qualified_leads' as table_name,
        'declared_stage' as signal,
        'mql' as signal_argument,
        min(created_at) as observed_from
    from leads
    union all
    select 'marketing_qualified_leads', 'ma_status', 'mql', min(created_at) from leads
    union all
    select 'marketing_qualified_leads', 'touch', null, min(created_at) from leads
    union all
    select 'marketing_qualified_leads', 'content', null, min(created_at) from leads
    union all
    select 'closed_deals', 'opportunity_won', null, min(won_at) from opportunities
)

select
    'olist' as source,
    signals.signal,
    signals.signal_argument,

    signals.observed_from
from signals
inner join feeds on feeds.table_name = signals.table_name
