-- One row per source and signal that a tool of its group can deliver.
with port_capabilities as (
    select * from {{ ref('int_port_capabilities') }}
),

source_groups as (
    select * from {{ ref('int_source_groups') }}
)

-- What one tool of a group can say, it says of the people of all of them.
select
    sharers.source,
    port_capabilities.signal,
    port_capabilities.signal_argument,

    min(port_capabilities.observed_from) as observed_from
from port_capabilities
inner join source_groups on source_groups.source = port_capabilities.source
inner join source_groups as sharers
    on sharers.source_group = source_groups.source_group
group by
    sharers.source, port_capabilities.signal, port_capabilities.signal_argument
