-- One row per conversion window in force at the as-of, and one for "to date" (NULL).
with conversion_windows as (
    select * from {{ source('book', 'conversion_windows') }}
),

run as (
    select * from {{ ref('int_run') }}
),

in_force as (
    select conversion_windows.*
    from conversion_windows
    cross join run
    where
        (
            conversion_windows.valid_from is null
            or conversion_windows.valid_from <= run.as_of_on
        )
        and (
            conversion_windows.valid_to is null
            or conversion_windows.valid_to > run.as_of_on
        )
)

-- To date has no end, but a cycle younger than the default window is immature too.
select
    window_days,
    {{ hours_of_days('window_days') }} as window_hours,
    window_days as maturing_days
from in_force
union all
select
    null as window_days,
    null as window_hours,
    window_days as maturing_days
from in_force
where is_default
