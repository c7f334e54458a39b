-- id: unmapped_words_stay_in_bounds
-- table: marts.mart_unmapped_values
-- kind: bounds
-- promise: Where a source has rows enough, no more of them than the book allows carry a
--   word that nobody mapped: nothing falls silently into "other". What is over the
--   bound, and what would block, is marked so.
with unmapped_values as (
    select * from {batch}
),

shares as (
    select
        unmapped_values.*,
        cast(
            sum(unmapped_values.row_count) over (
                partition by unmapped_values.source, unmapped_values.mapping
            ) as double
        ) / unmapped_values.mapping_row_count as expected_share,
        bounds.max_unmapped_share as bound_share,
        bounds.blocks_from_rows
    from unmapped_values
    left join book.mapping_bounds as bounds
        on bounds.mapping = unmapped_values.mapping
),

judged as (
    select
        *,
        coalesce(expected_share > bound_share, false) as is_over,
        coalesce(mapping_row_count >= blocks_from_rows, false) as has_rows_enough
    from shares
)

select
    source,
    mapping,
    source_value
from judged
where
    (is_over and has_rows_enough)
    or is_over_bound <> is_over
    or is_blocking <> has_rows_enough
    or abs(unmapped_share - expected_share) > 1e-8
