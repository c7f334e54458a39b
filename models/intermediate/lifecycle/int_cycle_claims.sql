-- One row per basis, lead cycle and stage that a tool or the book says was reached.
with claims as (
    select * from {{ ref('int_claims') }}
),

entries as (
    select * from {{ ref('int_cycle_entries') }}
),

stages as (
    select * from {{ ref('int_stages') }} where stage != 'lead'
),

speakers as (
    select * from {{ ref('int_stage_speakers') }}
),

record_states as (
    select * from {{ ref('int_lead_record_states') }}
),

said as (
    select
        definition_basis, lead_id, cycle_number, stage, system, claimed_at,
        false as is_out_of_order
    from claims
    union all
    select
        definition_basis, lead_id, cycle_number, stage, 'definition', occurred_at,
        is_out_of_order
    from entries
),

sided as (
    select
        said.definition_basis,
        said.lead_id,
        said.cycle_number,
        said.stage,
        min(case when said.system = 'ma' then said.claimed_at end) as ma_at,
        min(case when said.system = 'sfa' then said.claimed_at end) as sfa_at,
        min(case when said.system = 'definition' then said.claimed_at end)
            as defined_at,
        bool_or(said.is_out_of_order) as is_out_of_order
    from said
    group by said.definition_basis, said.lead_id, said.cycle_number, said.stage
),

-- Within one tool a lower stage after a higher one is impossible whoever else agrees.
ordered as (
    select
        sided.*,
        stages.stage_order,
        stages.late_after_hours,
        coalesce(min(sided.ma_at) over later_stages < sided.ma_at, false)
            as is_ma_out_of_order,
        coalesce(min(sided.sfa_at) over later_stages < sided.sfa_at, false)
            as is_sfa_out_of_order,
        coalesce(min(sided.sfa_at) over later_stages < sided.defined_at, false)
            as is_sfa_ahead
    from sided
    inner join stages on stages.stage = sided.stage
    window later_stages as (
        partition by sided.definition_basis, sided.lead_id, sided.cycle_number
        order by stages.stage_order desc nulls last
        rows between unbounded preceding and 1 preceding
    )
)

select
    ordered.definition_basis,
    ordered.lead_id,
    ordered.stage,

    ordered.cycle_number,
    ordered.stage_order,
    ordered.late_after_hours,

    ordered.is_out_of_order,
    ordered.is_ma_out_of_order,
    ordered.is_sfa_out_of_order,
    ordered.is_sfa_ahead,
    coalesce(speakers.can_ma_say, false) as can_ma_say,
    coalesce(speakers.can_sfa_say, false) as can_sfa_say,
    record_states.is_ma_deleted,
    record_states.is_sfa_deleted,

    ordered.ma_at,
    ordered.sfa_at,
    ordered.defined_at,
    record_states.ma_merged_at,
    record_states.sfa_merged_at
from ordered
left join speakers on speakers.stage = ordered.stage
inner join record_states on record_states.lead_id = ordered.lead_id
