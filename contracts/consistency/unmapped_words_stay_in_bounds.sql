-- id: unmapped_words_stay_in_bounds
-- table: marts.mart_unmapped_values
-- kind: bounds
-- promise: Where a source has rows enough, no more of them than the book allows carry a
--   word that nobody mapped: nothing falls silently into "other".
with unmapped_values as (
    select * from {batch}
)

select
    source,
    mapping,
    source_value
from unmapped_values
where is_over_bound and is_blocking
