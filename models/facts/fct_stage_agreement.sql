-- One row per lead cycle and stage that MA, SFA or definitions say was reached.
with claims as (
    select * from {{ ref('int_cycle_claims') }}
),

-- Within one tool a lower stage after a higher one is impossible whoever else agrees.
ordered as (
    select
        *,
        coalesce(
            min(ma_at) over later_stages < ma_at
            or min(sfa_at) over later_stages < sfa_at,
            false
        ) as is_claim_out_of_order
    from claims
    window later_stages as (
        partition by lead_id, cycle_number
        order by stage_order desc nulls last
        rows between unbounded preceding and 1 preceding
    )
),

compared as (
    select
        *,
        {{ pair_verdict(
            'ma_at', 'sfa_at',
            missing_verdict('ma', 'sfa_at', 'missing in MA'),
            missing_verdict('sfa', 'ma_at', 'missing in SFA'),
            'late_after_hours'
        ) }} as ma_sfa_comparison,
        {{ pair_verdict(
            'ma_at', 'defined_at',
            missing_verdict('ma', 'defined_at', 'qualified but not declared'),
            "'declared but not qualified'",
            'late_after_hours'
        ) }} as ma_definition_comparison,
        {{ pair_verdict(
            'sfa_at', 'defined_at',
            missing_verdict('sfa', 'defined_at', 'qualified but not declared'),
            "'declared but not qualified'",
            'late_after_hours'
        ) }} as sfa_definition_comparison
    from ordered
),

judged as (
    select
        *,
        case
            when not (can_ma_say and can_sfa_say) then null
            when ma_sfa_comparison is null then null
            when is_claim_out_of_order then 'impossible order'
            else ma_sfa_comparison
        end as ma_sfa_verdict,
        case
            when not can_ma_say or ma_definition_comparison is null then null
            when is_out_of_order then 'impossible order'
            else ma_definition_comparison
        end as ma_definition_verdict,
        case
            when not can_sfa_say or sfa_definition_comparison is null then null
            when is_out_of_order then 'impossible order'
            else sfa_definition_comparison
        end as sfa_definition_verdict
    from compared
)

select
    lead_id,
    cycle_number,
    stage,
    ma_sfa_verdict,
    ma_definition_verdict,
    sfa_definition_verdict,
    {{ worst_verdict(
        ['ma_sfa_verdict', 'ma_definition_verdict', 'sfa_definition_verdict']
    ) }} as verdict,

    {{ elapsed_hours('ma_at', 'sfa_at') }} as sync_delay_hours,

    ma_at,
    sfa_at,
    defined_at
from judged
