-- One row per signal that the connected tool can deliver.
with feeds as (
    select * from {{ source('landing', 'feeds') }}
    where source = 'marketo' and has_landed
),

leads as (
    select * from {{ ref('stg_marketo__leads') }}
),

lead_changes as (
    select * from {{ ref('stg_marketo__lead_changes') }} where field = 'stage'
),

interactions as (
    select * from {{ ref('base_marketo__interactions') }}
),

words as (
    select source_value, value
    from {{ source('book', 'words') }}
    where source = 'marketo' and vocabulary = 'touch_type'
),

-- A tool that never wrote a stage down cannot be asked about it.
stages as (
    select stage as signal_argument, created_at as observed_at
    from leads
    where stage is not null
    union all
    select new_value, changed_at
    from lead_changes
    where new_value is not null
),

interaction_types as (
    select table_name, touch_type, min(occurred_at) as observed_from
    from interactions
    group by table_name, touch_type
),

-- A feed of opened mail says nothing of forms: each touch is known by its own feed,
-- one that the book names also before it first happened.
touch_types as (
    select table_name, touch_type from interaction_types
    union
    select
        case
            when source_value = 'email:open' then 'activity_open_email'
            when source_value = 'email:click' then 'activity_click_email'
            when source_value like 'form:%' then 'activity_fill_out_form'
            when source_value like 'page:%' then 'activity_visit_webpage'
            when source_value like 'program:%'
                then 'activity_change_status_in_progression'
        end,
        value
    from words
),

touch_feeds as (
    select table_name, min(observed_from) as observed_from
    from interaction_types
    group by table_name
),

touches as (
    select
        touch_types.table_name,
        touch_types.touch_type,
        touch_feeds.observed_from
    from touch_types
    inner join feeds on feeds.table_name = touch_types.table_name
    left join touch_feeds on touch_feeds.table_name = touch_types.table_name
),

-- Mail alone says who reads, not who asks or comes: a score of it is none of a lead.
scoring_touches as (
    select observed_from
    from touches
    where
        table_name in (
            'activity_fill_out_form', 'activity_visit_webpage',
            'activity_change_status_in_progression'
        )
),

delivered as (
    select 'ma_status' as signal, signal_argument, observed_at from stages
    union all
    select 'declared_stage', signal_argument, observed_at from stages
    union all
    select 'touch', touch_type, observed_from from touches
    union all
    select 'score', null, observed_from from scoring_touches
    union all
    select 'attribute', null, (select min(created_at) from leads)
    from feeds
    where table_name = 'lead'
)

select
    'marketo' as source,
    signal,
    signal_argument,

    min(observed_at) as observed_from
from delivered
group by signal, signal_argument
