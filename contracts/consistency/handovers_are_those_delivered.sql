-- id: handovers_are_those_delivered
-- table: facts.fct_handovers
-- kind: recounts
-- promise: Every hand-over that a tool recorded of a person who counts is there once,
--   with its time, and its receiver is named where the tool names one; none is of a
--   cycle that does not count. An id that holds an address is not shown: person and
--   time stand for it.
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
            where definition_basis = 'then'
        )
),

compared_delivered as (
    select
        *,
        case
            when handover_id like '%@%'
                then lead_id || ' ' || handed_over_at || ' ' || has_receiver
            else handover_id
        end as compared_id
    from of_people_who_count
),

published as (
    select
        source,
        handover_id,
        lead_id,
        handed_over_at,
        to_user_id is not null as has_receiver
    from handovers
    where
        handover_type = 'record'
        and lead_id not in (
            select lead_id from intermediate.int_cycle_exclusions
            where definition_basis = 'then'
        )
),

compared_published as (
    select
        *,
        case
            when handover_id like '[e-mail] %'
                then lead_id || ' ' || handed_over_at || ' ' || has_receiver
            else handover_id
        end as compared_id
    from published
)

select
    coalesce(compared_published.source, compared_delivered.source) as source,
    coalesce(compared_published.compared_id, compared_delivered.compared_id)
        as handover_id
from compared_published
full outer join compared_delivered
    on compared_delivered.source = compared_published.source
    and compared_delivered.compared_id = compared_published.compared_id
where
    compared_published.lead_id is distinct from compared_delivered.lead_id
    or compared_published.handed_over_at
    is distinct from compared_delivered.handed_over_at
    or compared_published.has_receiver is distinct from compared_delivered.has_receiver
union all
select
    handovers.source,
    handovers.handover_id
from handovers
left join facts.fct_lead_cycles as cycles
    on cycles.lead_id = handovers.lead_id
    and cycles.cycle_number = handovers.cycle_number
where cycles.lead_id is null
