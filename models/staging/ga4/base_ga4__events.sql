-- One row per landed web event, with what becomes of it.
with landed as (
    {{ live_rows('ga4', 'event') }}
),

-- An event of today comes again with the daily table, under another id of the
-- connector. The page stands in where an older export lacks the index.
copies as (
    select
        *,
        row_number() over (
            partition by
                stream_id, user_pseudo_id, name, event_timestamp,
                bundle_sequence_id, batch_event_index, param_page_location
            order by
                coalesce(is_intraday, false) asc nulls last,
                fivetran_id asc nulls last
        ) as copy_rank
    from landed
)

select
    *,
    case
        when copy_rank > 1 then 'superseded'
        when event_timestamp <= _as_of then 'accepted'
        else 'held'
    end as disposition,
    cast(null as varchar) as reason_code
from copies
