-- One row per kind of entry and segment that it belongs to.
with entry_kinds as (
    select * from {{ ref('int_entry_kinds') }}
),

kinds as (
    select
        definition_basis, kind_key, channel, lead_source, customer_status, entry_type,
        industry, company_size, job_level, campaign, content_type, product, owner_team
    from entry_kinds
    group by
        definition_basis, kind_key, channel, lead_source, customer_status, entry_type,
        industry, company_size, job_level, campaign, content_type, product, owner_team
),

segments as (
    {{ segmented(
        'kinds', ['definition_basis', 'kind_key'],
        reported_dimensions() + drill_down_dimensions()
    ) }}
)

-- Drill-down is by the definitions of then alone.
select
    kind_key,
    segment_dimension,
    segment_value,

    dense_rank() over (
        order by segment_dimension asc nulls last, segment_value asc nulls last
    ) as segment_number
from segments
where definition_basis = 'then' or {{ is_reported_segment('segments') }}
