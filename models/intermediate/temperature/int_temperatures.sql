-- One row per basis, lead and interval of the same temperature by rule, or of none.
with days as (
    select * from {{ ref('int_temperature_days') }}
),

followed as (
    select
        *,
        lag(judged_at) over lead_days is null
        or lag(temperature) over lead_days is distinct from temperature
        or lag(definition_id) over lead_days is distinct from definition_id
            as is_changed
    from days
    window lead_days as (
        partition by definition_basis, lead_id order by judged_at asc nulls last
    )
)

select
    definition_basis,
    lead_id,
    temperature,
    definition_id,

    judged_at as from_at,
    coalesce(
        lead(judged_at) over (
            partition by definition_basis, lead_id order by judged_at asc nulls last
        ),
        timestamp '9999-12-31 00:00:00'
    ) as to_at
from followed
where is_changed
