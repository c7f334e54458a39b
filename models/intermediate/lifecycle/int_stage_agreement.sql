-- One row per basis, lead cycle and stage that somebody says was reached: verdicts.
with claims as (
    select * from {{ ref('int_cycle_claims') }}
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
    from claims
),

judged as (
    select
        *,
        case
            when not (can_ma_say and can_sfa_say) then null
            when is_ma_out_of_order or is_sfa_out_of_order then 'impossible order'
            else ma_sfa_comparison
        end as ma_sfa_verdict,
        case
            when not can_ma_say then null
            when is_out_of_order then 'impossible order'
            else ma_definition_comparison
        end as ma_definition_verdict,
        case
            when not can_sfa_say then null
            when is_out_of_order then 'impossible order'
            else sfa_definition_comparison
        end as sfa_definition_verdict
    from compared
)

select
    definition_basis,
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
