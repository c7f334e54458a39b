-- id: unmapped_sources_are_listed
-- table: facts.fct_lead_cycles
-- kind: references
-- promise: Every lead source that counts as unmapped is listed in mart_unmapped_values,
--   and every channel of a cycle is one row of dim_channels.
with cycles as (
    select * from {batch}
)

select
    cycles.lead_id,
    cycles.cycle_number
from cycles
left join dimensions.dim_channels as channels
    on channels.channel = cycles.channel
where
    channels.channel is null
    or (
        cycles.channel = '(unmapped)'
        and not exists (
            select 1
            from marts.mart_unmapped_values as unmapped_values
            where
                unmapped_values.mapping = 'channel'
                and unmapped_values.source_value = cycles.lead_source
        )
    )
