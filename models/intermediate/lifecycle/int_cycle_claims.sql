-- One row per lead cycle and stage that a tool or the book says was reached.
with claims as (
    select * from {{ ref('int_claims') }}
),

entries as (
    select * from {{ ref('int_cycle_entries') }}
),

lifecycle_stages as (
    select * from {{ ref('int_stages') }} where stage != 'lead'
),

leads as (
    select * from {{ ref('int_leads') }}
),

capabilities as (
    select * from {{ ref('int_port_capabilities') }}
),

identities as (
    select * from {{ ref('int_identities') }}
),

said as (
    select lead_id, cycle_number, stage, system, claimed_at, false as is_out_of_order
    from claims
    union all
    select lead_id, cycle_number, stage, 'definition', occurred_at, is_out_of_order
    from entries
),

-- Which side can say a stage at all: a tool that never could is not missing it.
speakers as (
    select
        case
            when signal = 'ma_status' then 'ma'
            when signal in ('sfa_status', 'opportunity_created', 'opportunity_won') then 'sfa'
        end as system,
        case
            when signal = 'opportunity_created' then 'opportunity'
            when signal = 'opportunity_won' then 'won'
            else signal_argument
        end as stage
    from capabilities
    where signal in ('ma_status', 'sfa_status', 'opportunity_created', 'opportunity_won')
),

record_states as (
    select
        lead_id,
        bool_and(deleted_at is not null) filter (where object = 'ma_lead') as is_ma_deleted,
        bool_and(deleted_at is not null) filter (where object = 'sfa_record')
            as is_sfa_deleted
    from identities
    group by lead_id
),

sided as (
    select
        said.lead_id,
        said.cycle_number,
        said.stage,
        min(case when said.system = 'ma' then said.claimed_at end) as ma_at,
        min(case when said.system = 'sfa' then said.claimed_at end) as sfa_at,
        min(case when said.system = 'definition' then said.claimed_at end) as defined_at,
        bool_or(said.is_out_of_order) as is_out_of_order
    from said
    group by said.lead_id, said.cycle_number, said.stage
)

select
    sided.lead_id,
    sided.stage,

    sided.cycle_number,
    lifecycle_stages.stage_order,
    lifecycle_stages.late_after_hours,

    sided.is_out_of_order,
    exists (
        select 1 from speakers
        where speakers.system = 'ma' and speakers.stage = sided.stage
    ) as can_ma_say,
    exists (
        select 1 from speakers
        where
            speakers.system = 'sfa'
            and (speakers.stage is null or speakers.stage = sided.stage)
    ) as can_sfa_say,
    coalesce(record_states.is_ma_deleted, false) as is_ma_deleted,
    coalesce(record_states.is_sfa_deleted, false) as is_sfa_deleted,

    sided.ma_at,
    sided.sfa_at,
    sided.defined_at
from sided
inner join lifecycle_stages on lifecycle_stages.stage = sided.stage
inner join leads on leads.lead_id = sided.lead_id
left join record_states on record_states.lead_id = sided.lead_id
