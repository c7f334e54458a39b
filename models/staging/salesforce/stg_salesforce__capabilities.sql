-- One row per signal that the connected SFA can deliver.
with feeds as (
    select * from {{ source('landing', 'feeds') }}
    where source = 'salesforce' and has_landed
),

records as (
    select * from {{ ref('stg_salesforce__records') }}
),

record_changes as (
    select * from {{ ref('stg_salesforce__record_changes') }}
),

activities as (
    select * from {{ ref('stg_salesforce__sales_activities') }}
),

opportunities as (
    select * from {{ ref('stg_salesforce__opportunities') }}
),

-- An SFA in which nobody keeps a status cannot be asked about it.
stages as (
    select created_at as observed_at
    from records
    where stage is not null
    union all
    select changed_at
    from record_changes
    where field = 'stage'
),

first_writes as (
    select min(written_at) as observed_at
    from (
        select created_at as written_at from records
        union all
        select changed_at from record_changes
        union all
        select created_at from opportunities
    ) as writes
),

first_activities as (
    select min(occurred_at) as observed_at from activities
),

-- What is delivered says what could be recorded, since the first thing that was.
feed_signals as (
    select 'lead_history' as table_name, 'sfa_field' as signal, observed_at
    from first_writes
    union all
    select 'contact_history', 'sfa_field', observed_at from first_writes
    union all
    select 'opportunity', 'opportunity_created', observed_at from first_writes
    union all
    select 'opportunity', 'opportunity_won', observed_at from first_writes
    union all
    select 'opportunity', 'opportunity_lost', observed_at from first_writes
    union all
    select 'task', 'call_outcome', observed_at from first_activities
    union all
    select 'event', 'meeting_outcome', observed_at from first_activities
),

delivered as (
    select 'sfa_status' as signal, observed_at from stages
    union all
    select 'declared_stage', observed_at from stages
    union all
    select feed_signals.signal, feed_signals.observed_at
    from feed_signals
    inner join feeds on feeds.table_name = feed_signals.table_name
)

select
    'salesforce' as source,
    signal,
    cast(null as varchar) as signal_argument,

    min(observed_at) as observed_from
from delivered
group by signal
