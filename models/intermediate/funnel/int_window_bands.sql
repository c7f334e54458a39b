-- One row per conversion window, 0 days among them, with the next longer one.
with windows as (
    select * from {{ ref('int_windows') }} where window_days is not null
),

lengths as (
    select 0 as window_days
    union all
    select window_days from windows
)

-- After the longest one there is no other for as long as anybody counts.
select
    window_days as over_days,
    coalesce(lead(window_days) over (order by window_days asc nulls last), 1000000)
        as next_days
from lengths
