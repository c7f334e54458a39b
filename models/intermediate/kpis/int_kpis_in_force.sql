-- One row per KPI that is in force at the as-of.
with kpi_definitions as (
    select * from {{ source('book', 'kpi_definitions') }}
),

run as (
    select * from {{ ref('int_run') }}
)

select
    kpi_definitions.kpi_id,
    kpi_definitions.kpi_name,
    kpi_definitions.label_en,
    kpi_definitions.from_stage,
    kpi_definitions.to_stage,
    kpi_definitions.unit,
    kpi_definitions.entry_policy,
    kpi_definitions.definition_basis,

    kpi_definitions.window_days,

    kpi_definitions.is_official
from kpi_definitions
cross join run
where
    coalesce(kpi_definitions.valid_from <= run.as_of_on, true)
    and coalesce(kpi_definitions.valid_to > run.as_of_on, true)
