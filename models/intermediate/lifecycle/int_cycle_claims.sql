-- One row per lead cycle and stage that a tool or the book says was reached.
with claims as (
    select * from {{ ref('int_claims') }}
),

entries as (
    select * from {{ ref('int_cycle_entries') }}
),

stages as (
    select * from {{ ref('int_stages') }} where stage != 'lead'
),

capabilities as (
    select * from {{ ref('int_port_capabilities') }}
),

identities as (
    select * from {{ ref('int_identities') }}
),

record_merges as (
    select * from {{ ref('int_port_merges') }}
),

said as (
    select lead_id, cycle_number, stage, system, claimed_at, false as is_out_of_order
    from claims
    union all
    select lead_id, cycle_number, stage, 'definition', occurred_at, is_out_of_order
    from entries
),

-- Which side can say a stage at all: a tool that never could is not missing it. An SFA
-- that keeps a status can say every stage.
speakers as (
    select
        stages.stage,
        bool_or(capabilities.signal = 'ma_status') as can_ma_say,
        bool_or(capabilities.signal != 'ma_status') as can_sfa_say
    from stages
    inner join capabilities
        on (
            capabilities.signal in ('ma_status', 'sfa_status')
            and coalesce(capabilities.signal_argument, stages.stage) = stages.stage
        )
        or (
            capabilities.signal = 'opportunity_created' and stages.stage = 'opportunity'
        )
        or (capabilities.signal = 'opportunity_won' and stages.stage = 'won')
        or (capabilities.signal = 'opportunity_lost' and stages.stage = 'lost')
    group by stages.stage
),

record_states as (
    select
        lead_id,
        bool_and(deleted_at is not null) filter (where object = 'ma_lead')
            as is_ma_deleted,
        bool_and(deleted_at is not null) filter (where object = 'sfa_record')
            as is_sfa_deleted
    from identities
    group by lead_id
),

-- A record that was merged away may have taken what it said with it.
merge_states as (
    select
        identities.lead_id,
        max(case when identities.object = 'ma_lead' then record_merges.merged_at end)
            as ma_merged_at,
        max(
            case when identities.object = 'sfa_record' then record_merges.merged_at end
        ) as sfa_merged_at
    from identities
    inner join record_merges
        on record_merges.source = identities.source
        and record_merges.object = identities.object
        and record_merges.loser_id = identities.native_id
    group by identities.lead_id
),

sided as (
    select
        said.lead_id,
        said.cycle_number,
        said.stage,
        min(case when said.system = 'ma' then said.claimed_at end) as ma_at,
        min(case when said.system = 'sfa' then said.claimed_at end) as sfa_at,
        min(case when said.system = 'definition' then said.claimed_at end)
            as defined_at,
        bool_or(said.is_out_of_order) as is_out_of_order
    from said
    group by said.lead_id, said.cycle_number, said.stage
)

select
    sided.lead_id,
    sided.stage,

    sided.cycle_number,
    stages.stage_order,
    stages.late_after_hours,

    sided.is_out_of_order,
    coalesce(speakers.can_ma_say, false) as can_ma_say,
    coalesce(speakers.can_sfa_say, false) as can_sfa_say,
    coalesce(record_states.is_ma_deleted, false) as is_ma_deleted,
    coalesce(record_states.is_sfa_deleted, false) as is_sfa_deleted,

    sided.ma_at,
    sided.sfa_at,
    sided.defined_at,
    merge_states.ma_merged_at,
    merge_states.sfa_merged_at
from sided
inner join stages on stages.stage = sided.stage
left join speakers on speakers.stage = sided.stage
left join record_states on record_states.lead_id = sided.lead_id
left join merge_states on merge_states.lead_id = sided.lead_id
