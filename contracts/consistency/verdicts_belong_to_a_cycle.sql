-- id: verdicts_belong_to_a_cycle
-- table: facts.fct_stage_agreement
-- kind: one story
-- promise: Every verdict belongs to a cycle, and what it takes MA, SFA and the
--   definitions to say of a stage is what they say: the earliest claim of either tool
--   and the observed entry that the cycle has for it; the delay of the tools is how
--   much later the SFA says it than the MA.
with agreement as (
    select * from {batch}
),

said as (
    select
        lead_id, cycle_number, stage, system, claimed_at
    from intermediate.int_claims
    where definition_basis = 'then'
    union all
    select
        lead_id, cycle_number, stage, 'definition' as system, entered_at as claimed_at
    from facts.fct_stage_entries
    where not is_inferred
),

-- Being acquired is nobody's claim.
sides as (
    select
        lead_id,
        cycle_number,
        stage,
        min(case when system = 'ma' then claimed_at end) as ma_at,
        min(case when system = 'sfa' then claimed_at end) as sfa_at,
        min(case when system = 'definition' then claimed_at end) as defined_at
    from said
    where stage <> 'lead'
    group by lead_id, cycle_number, stage
)

select
    coalesce(agreement.lead_id, sides.lead_id) as lead_id,
    coalesce(agreement.cycle_number, sides.cycle_number) as cycle_number,
    coalesce(agreement.stage, sides.stage) as stage
from agreement
full outer join sides
    on sides.lead_id = agreement.lead_id
    and sides.cycle_number = agreement.cycle_number
    and sides.stage = agreement.stage
left join facts.fct_lead_cycles as cycles
    on cycles.lead_id = agreement.lead_id
    and cycles.cycle_number = agreement.cycle_number
where
    cycles.lead_id is null
    or sides.ma_at is distinct from agreement.ma_at
    or sides.sfa_at is distinct from agreement.sfa_at
    or sides.defined_at is distinct from agreement.defined_at
    or (agreement.sync_delay_hours is null)
    <> (agreement.ma_at is null or agreement.sfa_at is null)
    or abs(
        agreement.sync_delay_hours
        - (epoch_us(agreement.sfa_at) - epoch_us(agreement.ma_at)) * 1e-6 / 3600
    ) > 1e-6
