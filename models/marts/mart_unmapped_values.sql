-- One row per source, mapping and word of the tools that no row of the book maps.
with source_words as (
    select * from {{ ref('int_source_words') }}
),

mapping_bounds as (
    select * from {{ source('book', 'mapping_bounds') }}
),

-- Anybody may write anything into a tool, or into the address of a page. Words that
-- differ in a contact alone are one here.
cleaned as (
    select
        source_words.*,
        {{ without_contacts('source_words.source_value') }} as shown_value
    from source_words
    where not source_words.is_mapped
),

shown_words as (
    select
        source,
        mapping,
        shown_value as source_value,
        cast(sum(row_count) as bigint) as row_count,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from cleaned
    group by source, mapping, shown_value
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
    shown_words.source,
    shown_words.mapping,
    shown_words.source_value,

    shown_words.row_count,
    totals.mapping_row_count,
    round(totals.unmapped_share, 9) as unmapped_share,
    mapping_bounds.max_unmapped_share,

    coalesce(totals.unmapped_share > mapping_bounds.max_unmapped_share, false)
        as is_over_bound,
    coalesce(totals.mapping_row_count >= mapping_bounds.blocks_from_rows, false)
        as is_blocking,

    shown_words.first_seen_at,
    shown_words.last_seen_at
from shown_words
inner join totals
    on totals.source = shown_words.source
    and totals.mapping = shown_words.mapping
left join mapping_bounds on mapping_bounds.mapping = shown_words.mapping
