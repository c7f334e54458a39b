-- One row per source, mapping and word of the tools that no row of the book maps.
with source_words as (
    select * from {{ ref('int_source_words') }}
),

mapping_bounds as (
    select * from {{ source('book', 'mapping_bounds') }}
),

totals as (
    select
        source,
        mapping,
        cast(sum(row_count) as bigint) as mapping_row_count,
        cast(sum(case when is_mapped then 0 else row_count end) as double)
        / nullif(sum(row_count), 0) as unmapped_share
    from source_words
    group by source, mapping
)

select
    source_words.source,
    source_words.mapping,
    source_words.source_value,

    source_words.row_count,
    totals.mapping_row_count,
    round(totals.unmapped_share, 9) as unmapped_share,
    mapping_bounds.max_unmapped_share,

    coalesce(totals.unmapped_share > mapping_bounds.max_unmapped_share, false)
        as is_over_bound,
    coalesce(totals.mapping_row_count >= mapping_bounds.blocks_from_rows, false)
        as is_blocking,

    source_words.first_seen_at,
    source_words.last_seen_at
from source_words
inner join totals
    on totals.source = source_words.source
    and totals.mapping = source_words.mapping
left join mapping_bounds on mapping_bounds.mapping = source_words.mapping
where not source_words.is_mapped
