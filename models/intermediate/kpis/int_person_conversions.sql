-- One row per basis, metric and period in which its people (accounts) first reached it.
with entries as (
    select * from {{ ref('int_cycle_entries') }} where not is_out_of_order
),

leads as (
    select * from {{ ref('int_leads') }}
),

record_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'account'
),

kpis as (
    select * from {{ ref('int_kpis_in_force') }}
    where unit in ('person', 'account') and window_days is null
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }}
),

run as (
    select * from {{ ref('int_run') }}
),

lead_accounts as (
    select
        leads.lead_id,
        record_keys.record_key as account_id
    from leads
    inner join record_keys
        on record_keys.source || ':' || record_keys.native_id = leads.account_reference
),

-- Through recycling: whichever cycle of whichever person of the account it was in.
members as (
    select
        definition_basis, 'person' as unit, lead_id as member_id, stage,
        min(occurred_at) as first_at, max(occurred_at) as last_at
    from entries
    group by definition_basis, lead_id, stage
    union all
    select
        entries.definition_basis, 'account', lead_accounts.account_id, entries.stage,
        min(entries.occurred_at), max(entries.occurred_at)
    from entries
    inner join lead_accounts on lead_accounts.lead_id = entries.lead_id
    group by entries.definition_basis, lead_accounts.account_id, entries.stage
),

known_members as (
    select definition_basis, 'person' as unit, lead_id as member_id, stage
    from lead_knowledge
    union all
    select
        lead_knowledge.definition_basis, 'account', lead_accounts.account_id,
        lead_knowledge.stage
    from lead_knowledge
    inner join lead_accounts on lead_accounts.lead_id = lead_knowledge.lead_id
    group by
        lead_knowledge.definition_basis, lead_accounts.account_id, lead_knowledge.stage
),

started as (
    select
        members.*,
        {{ company_day('members.first_at') }} as first_on
    from members
    cross join run
),

-- Converted: in the second stage then or later, even if an earlier cycle was in it too.
counted as (
    select
        started.definition_basis,
        kpis.kpi_id as metric,
        day_periods.period_grain,
        day_periods.period_on,
        count(*) as started,
        count(known_members.member_id) as people,
        count(known_members.member_id) filter (
            where reached.last_at >= started.first_at
        ) as converted
    from started
    inner join kpis
        on kpis.unit = started.unit
        and kpis.from_stage = started.stage
    inner join day_periods on day_periods.day_on = started.first_on
    left join known_members
        on known_members.definition_basis = started.definition_basis
        and known_members.unit = kpis.unit
        and known_members.member_id = started.member_id
        and known_members.stage = kpis.to_stage
    left join members as reached
        on reached.definition_basis = started.definition_basis
        and reached.unit = kpis.unit
        and reached.member_id = started.member_id
        and reached.stage = kpis.to_stage
    group by
        started.definition_basis, kpis.kpi_id, day_periods.period_grain,
        day_periods.period_on
)

-- Where nobody's sources can know the second stage, its number is unknown, not zero.
select
    definition_basis,
    metric,
    period_grain,

    case when people > 0 then people else started end as people,
    case when people > 0 then converted end as converted,
    round(cast(converted as double) / nullif(people, 0), 9) as share,

    period_on
from counted
