-- One row per landed activity that the book or its kind may make a touch.
with opens as (
    {{ live_rows('marketo', 'activity_open_email') }}
),

clicks as (
    {{ live_rows('marketo', 'activity_click_email') }}
),

forms as (
    {{ live_rows('marketo', 'activity_fill_out_form') }}
),

visits as (
    {{ live_rows('marketo', 'activity_visit_webpage') }}
),

progressions as (
    {{ live_rows('marketo', 'activity_change_status_in_progression') }}
),

words as (
    select source_value, value
    from {{ source('book', 'words') }}
    where source = 'marketo' and vocabulary = 'touch_type'
),

-- A form is filled out on the page that referred to it.
spoken as (
    select
        'activity_open_email' as table_name, id, lead_id, 'email:open' as word,
        cast(null as varchar) as url, campaign_id as smart_campaign_id,
        cast(null as varchar) as program_id, activity_date, _as_of, _landed_at
    from opens
    union all
    select
        'activity_click_email', id, lead_id, 'email:click',
        link, campaign_id, null, activity_date, _as_of, _landed_at
    from clicks
    union all
    select
        'activity_fill_out_form', id, lead_id,
        'form:' || coalesce(lower(primary_attribute_value), '(none)'),
        referrer_url, campaign_id, null, activity_date, _as_of, _landed_at
    from forms
    union all
    select
        'activity_visit_webpage', id, lead_id,
        'page:' || coalesce(
            {{ first_path_segment('coalesce(webpage_url, primary_attribute_value)') }},
            '(none)'
        ),
        webpage_url, campaign_id, null, activity_date, _as_of, _landed_at
    from visits
    union all
    select
        'activity_change_status_in_progression', id, lead_id,
        'program:' || lower(new_status),
        null, null, program_id, activity_date, _as_of, _landed_at
    from progressions
)

-- A status in a program is a touch only where the book says so.
select
    spoken.table_name,
    spoken.id as activity_id,
    spoken.lead_id,
    coalesce(words.value, spoken.word) as touch_type,
    spoken.url,
    spoken.smart_campaign_id,
    spoken.program_id,

    spoken.activity_date as occurred_at,
    spoken._landed_at as landed_at
from spoken
left join words on words.source_value = spoken.word
where
    spoken.activity_date <= spoken._as_of
    and (
        words.value is not null
        or spoken.table_name != 'activity_change_status_in_progression'
    )
