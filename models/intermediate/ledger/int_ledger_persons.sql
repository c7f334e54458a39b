-- One row per cycle of the ledger, with the person of today that it is of.
with cycles as (
    select * from {{ ref('int_ledger_cycles') }}
),

identities as (
    select * from {{ ref('int_identities') }}
)

-- Nobody knows any more whose an erased cycle was: it is nobody else's.
select
    case
        when cycles.lead_id is null then 'erased ' || cycles.cycle_key
        else {{ key_text('coalesce(identities.lead_id, cycles.lead_id)') }}
    end as person_id,
    cycles.lead_id,

    cycles.cycle_key,

    cycles.lead_id is null as is_erased
from cycles
left join identities on identities.record_key = cycles.lead_id
