-- One row per version of a KPI: its one denominator, unit and window.
with kpi_definitions as (
    select * from {{ source('book', 'kpi_definitions') }}
)

select
    kpi_id,
    kpi_name,
    label_en,
    from_stage,
    to_stage,
    unit,
    entry_policy,
    definition_basis,
    statement_ja,
    statement_en,
    purpose_ja,
    purpose_en,
    marketing_owner,
    sales_owner,

    window_days,

    is_official,

    marketing_approved_on,
    sales_approved_on,
    review_on,
    valid_from,
    valid_to
from kpi_definitions
