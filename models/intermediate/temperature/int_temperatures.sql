-- One row per basis, lead and interval of the same temperature by rule, or of none.
with days as (
    select * from {{ ref('int_temperature_days') }}
),

followed as (
    select
        *,
        lag(judged_at) over lead_days as judged_before_at,
        lag(temperature) over lead_days as temperature_before,
        lag(definition_id) over lead_days as definition_before
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
where
    judged_before_at is null
    or temperature is distinct from temperature_before
    or definition_id is distinct from definition_before
