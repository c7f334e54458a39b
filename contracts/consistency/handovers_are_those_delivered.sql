-- id: handovers_are_those_delivered
-- table: facts.fct_handovers
-- kind: recounts
-- promise: Every hand-over that a tool recorded of a person who counts is there once,
--   with its time, and its receiver is named where the tool names one; none is of a
--   cycle that does not count.
with handovers as (
    select * from {batch}
),

delivered as (
    select
        port.source,
        port.handover_id,
        date_trunc('second', port.handed_over_at) as handed_over_at,
        port.to_user_id is not null as has_receiver,
        identities.lead_id
    from intermediate.int_port_handovers as port
    inner join intermediate.int_identities as identities
        on identities.source = port.source
        and identities.object = 'sfa_record'
        and identities.native_id = port.source_record_id
),

of_people_who_count as (
    select delivered.*
    from delivered
    where delivered.lead_id in (select lead_id from facts.fct_lead_cycles)
        and delivered.lead_id not in (
            select lead_id from intermediate.int_cycle_exclusions
        )
),

published as (
    select source, handover_id, lead_id, handed_over_at, to_user_id
    from handovers
    where
        handover_type = 'record'
        and lead_id not in (select lead_id from intermediate.int_cycle_exclusions)
)

select
    coalesce(published.source, of_people_who_count.source) as source,
    coalesce(published.handover_id, of_people_who_count.handover_id) as handover_id
from published
full outer join of_people_who_count
    on of_people_who_count.source = published.source
    and of_people_who_count.handover_id = published.handover_id
where
    published.lead_id is distinct from of_people_who_count.lead_id
    or published.handed_over_at is distinct from of_people_who_count.handed_over_at
    or (published.to_user_id is not null)
    is distinct from of_people_who_count.has_receiver
union all
select
    handovers.source,
    handovers.handover_id
from handovers
left join facts.fct_lead_cycles as cycles
    on cycles.lead_id = handovers.lead_id
    and cycles.cycle_number = handovers.cycle_number
where cycles.lead_id is null
