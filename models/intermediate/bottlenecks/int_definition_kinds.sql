-- One row per definition of a stage: what kind of evidence decides it.
with stage_definitions as (
    select * from {{ source('book', 'stage_definitions') }} where status != 'draft'
),

stage_rules as (
    select * from {{ source('book', 'stage_rules') }}
),

-- Of a stage that rules compute, and of one that people record.
signal_kinds as (
    select
        definition_id,
        bool_or(signal = 'declared_stage') as is_declared,
        bool_or(signal = 'score') as is_scored,
        bool_or(signal in ('touch', 'content')) as is_behaviour,
        bool_or(signal in ('attribute', 'sfa_field')) as is_fit
    from stage_rules
    group by definition_id
)

select
    stage_definitions.definition_id,
    stage_definitions.stage,
    case
        when signal_kinds.is_declared then 'declared'
        when signal_kinds.is_scored then 'scored'
        when signal_kinds.is_behaviour and signal_kinds.is_fit then 'behaviour_and_fit'
        when signal_kinds.is_behaviour then 'behaviour'
        when signal_kinds.is_fit then 'fit'
        else 'recorded'
    end as definition_kind
from stage_definitions
inner join signal_kinds
    on signal_kinds.definition_id = stage_definitions.definition_id
