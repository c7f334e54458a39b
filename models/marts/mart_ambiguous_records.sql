-- One row per record that might be somebody else's, and the reason: nothing is guessed.
with ambiguous_records as (
    select * from {{ ref('int_ambiguous_records') }}
)

select
    source,
    object,
    case when native_id like '%@%' then {{ key_text('record_key') }} else native_id end
        as source_record_id,
    reason,
    lead_id,
    candidate_group
from ambiguous_records
