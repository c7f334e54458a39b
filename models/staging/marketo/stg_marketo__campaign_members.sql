-- One row per status a program member reached that the run may see.
with landed as (
    {{ live_rows('marketo', 'activity_change_status_in_progression') }}
),

words as (
    select source_value, value
    from {{ source('book', 'words') }}
    where source = 'marketo' and vocabulary = 'member_status'
),

spoken as (
    select
        landed.*,
        coalesce(words.value, lower(landed.new_status)) as status
    from landed
    left join words on words.source_value = lower(landed.new_status)
)

-- Two words of one second may mean one status.
select
    'marketo' as source,
    program_id as campaign_id,
    'ma_lead' as object,
    lead_id as source_record_id,
    status,

    activity_date as occurred_at,
    min(_landed_at) as landed_at
from spoken
where activity_date <= _as_of and program_id is not null
group by program_id, lead_id, status, activity_date
