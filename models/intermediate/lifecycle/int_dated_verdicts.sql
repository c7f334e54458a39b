-- One row per basis, lead cycle, stage and pair of systems: verdict, and since when.
with agreement as (
    select * from {{ ref('int_stage_agreement') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- A disagreement counts in the period in which anybody first said the stage.
paired as (
    select
        definition_basis,
        lead_id,
        cycle_number,
        stage,
        'ma_sfa' as system_pair,
        ma_sfa_verdict as verdict,
        abs(sync_delay_hours) as delay_hours,
        {{ earliest(['ma_at', 'sfa_at', 'defined_at']) }} as said_at
    from agreement
    union all
    select
        definition_basis, lead_id, cycle_number, stage, 'ma_definition',
        ma_definition_verdict,
        abs({{ elapsed_hours('ma_at', 'defined_at') }}),
        {{ earliest(['ma_at', 'sfa_at', 'defined_at']) }}
    from agreement
    union all
    select
        definition_basis, lead_id, cycle_number, stage, 'sfa_definition',
        sfa_definition_verdict,
        abs({{ elapsed_hours('sfa_at', 'defined_at') }}),
        {{ earliest(['ma_at', 'sfa_at', 'defined_at']) }}
    from agreement
    union all
    select
        definition_basis, lead_id, cycle_number, stage, 'worst', verdict, null,
        {{ earliest(['ma_at', 'sfa_at', 'defined_at']) }}
    from agreement
)

-- No verdict: one of the two systems cannot know the stage.
select
    paired.definition_basis,
    paired.lead_id,
    paired.stage,
    paired.system_pair,
    paired.verdict,

    paired.cycle_number,
    paired.delay_hours,

    {{ company_day('paired.said_at') }} as said_on,
    paired.said_at
from paired
cross join run
where paired.verdict is not null
