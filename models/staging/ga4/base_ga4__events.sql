-- One row per landed web event, with what becomes of it.
with landed as (
    {{ live_rows('ga4', 'event') }}
),

-- An event of today comes again with the daily table, under the connector's same id ...
newest_first as (
    select
        *,
        row_number() over (
            partition by fivetran_id
            order by
                coalesce(is_intraday, false) asc nulls last,
                fivetran_synced desc nulls last,
                _batch_number desc nulls last,
                _row_number desc nulls last
        ) as version_rank
    from landed
),

-- ... or under another one. The page stands in where an older export lacks the index.
copies as (
    select
        *,
        row_number() over (
            partition by
                version_rank = 1,
                stream_id, user_pseudo_id, name, event_timestamp,
                bundle_sequence_id, batch_event_index, param_page_location
            order by
                coalesce(is_intraday, false) asc nulls last,
                fivetran_id asc nulls last
        ) as copy_rank
    from newest_first
)

select
    *,
    case
        when version_rank > 1 or copy_rank > 1 then 'superseded'
        when event_timestamp <= _as_of then 'accepted'
        else 'held'
    end as disposition,
    cast(null as varchar) as reason_code
from copies
