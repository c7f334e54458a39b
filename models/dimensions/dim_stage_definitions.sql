-- One row per version of a stage's definition, drafts included.
with stage_definitions as (
    select * from {{ source('book', 'stage_definitions') }}
)

select
    definition_id,
    stage,
    segment_dimension,
    segment_value,
    statement_ja,
    statement_en,
    purpose_ja,
    purpose_en,
    marketing_owner,
    sales_owner,
    adoption_policy,
    counts_from,
    status,

    version,
    cool_down_days,
    grace_hours,

    marketing_approved_on,
    sales_approved_on,
    review_on,
    valid_from,
    valid_to
from stage_definitions
