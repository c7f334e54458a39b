-- id: kpis_equal_the_book
-- table: dimensions.dim_kpis
-- kind: definitions
-- promise: The published KPIs are those of the checked book, word for word, and none is
--   missing.
with kpis as (
    select * from {batch}
),

published as (
    select
        kpi_id, kpi_name, label_en, from_stage, to_stage, unit, window_days,
        entry_policy, definition_basis, is_official, statement_ja, statement_en,
        purpose_ja, purpose_en, marketing_owner, sales_owner, marketing_approved_on,
        sales_approved_on, review_on, valid_from, valid_to
    from kpis
),

agreed as (
    select
        kpi_id, kpi_name, label_en, from_stage, to_stage, unit, window_days,
        entry_policy, definition_basis, is_official, statement_ja, statement_en,
        purpose_ja, purpose_en, marketing_owner, sales_owner, marketing_approved_on,
        sales_approved_on, review_on, valid_from, valid_to
    from book.kpi_definitions
),

differing as (
    (select * from published except all select * from agreed)
    union all
    (select * from agreed except all select * from published)
)

select kpi_id
from differing
group by kpi_id
