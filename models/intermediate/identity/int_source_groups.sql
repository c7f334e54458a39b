-- One row per source that knows people, with the group of tools it works in.
with leads as (
    select * from {{ ref('int_port_leads') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

delivered as (
    select source, true as is_ma from leads group by source
    union all
    select source, false from records group by source
),

-- A source with both sides is a company's whole landscape; an MA without an SFA hands
-- over to the SFAs that have no MA of their own.
sides as (
    select
        source,
        bool_or(is_ma) as has_ma,
        bool_or(not is_ma) as has_sfa
    from delivered
    group by source
)

select
    source,
    case when has_ma and has_sfa then source else '(shared)' end as source_group,

    has_ma,
    has_sfa
from sides
