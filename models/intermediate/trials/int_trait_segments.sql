-- One row per combination of leads' traits and segment that it belongs to.
with lead_traits as (
    select * from {{ ref('int_lead_traits') }}
),

traits as (
    select channel, industry, company_size
    from lead_traits
    group by channel, industry, company_size
)

-- Counted by combination first, leads need not be repeated for every dimension.
select channel, industry, company_size, 'all' as segment_dimension,
    'all' as segment_value
from traits
union all
select channel, industry, company_size, 'channel', channel from traits
union all
select channel, industry, company_size, 'industry', industry from traits
union all
select channel, industry, company_size, 'company_size', company_size from traits
