-- id: histories_count_every_touch
-- table: marts.mart_lead_history
-- kind: re-derivation
-- promise: The days with touches of a lead whose cycles all count add up to the touches
--   of its records, robots left out.
with history as (
    select * from {batch}
),

counted_leads as (
    select leads.lead_id
    from dimensions.dim_leads as leads
    left join intermediate.int_cycle_exclusions as exclusions
        on exclusions.definition_basis = 'then'
        and exclusions.lead_id = leads.lead_id
    where exclusions.lead_id is null
),

told as (
    select lead_id, sum(touches) as touches
    from history
    where event_kind = 'touches'
    group by lead_id
),

delivered as (
    select records.lead_id, count(*) as touches
    from intermediate.int_counted_touches as touches
    inner join dimensions.dim_lead_sources as records
        on records.source = touches.source
        and records.object = 'ma_lead'
        and records.source_record_id = touches.source_record_id
    group by records.lead_id
)

select counted_leads.lead_id
from counted_leads
left join told on told.lead_id = counted_leads.lead_id
left join delivered on delivered.lead_id = counted_leads.lead_id
where told.touches is distinct from delivered.touches
