-- id: definitions_equal_the_book
-- table: dimensions.dim_stage_definitions
-- kind: definitions
-- promise: The published definitions are those of the checked book, word for word, and
--   none is missing.
with definitions as (
    select * from {batch}
),

published as (
    select
        definition_id, stage, version, segment_dimension, segment_value, statement_ja,
        statement_en, purpose_ja, purpose_en, marketing_owner, sales_owner,
        marketing_approved_on, sales_approved_on, review_on, valid_from, valid_to,
        adoption_policy, counts_from, cool_down_days, grace_hours, status
    from definitions
),

agreed as (
    select
        definition_id, stage, version, segment_dimension, segment_value, statement_ja,
        statement_en, purpose_ja, purpose_en, marketing_owner, sales_owner,
        marketing_approved_on, sales_approved_on, review_on, valid_from, valid_to,
        adoption_policy, counts_from, cool_down_days, grace_hours, status
    from book.stage_definitions
),

differing as (
    (select * from published except all select * from agreed)
    union all
    (select * from agreed except all select * from published)
)

select definition_id
from differing
group by definition_id
