-- One row per landed merge and record that went into another one.
with landed as (
    {{ live_rows('marketo', 'activity_merge_leads') }}
),

losers as (
    {{ ids_listed('landed', 'merge_ids') }}
)

-- A list may name a record twice; the winner itself is no loser.
select
    id as activity_id,
    lead_id as winner_id,
    listed_id as loser_id,

    activity_date <= _as_of as is_visible,

    activity_date as merged_at,
    min(_landed_at) as landed_at
from losers
where listed_id != lead_id
group by id, lead_id, listed_id, activity_date, _as_of
