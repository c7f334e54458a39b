-- One row per basis, lead cycle, entry policy, stage entered and stage it then reached.
with stage_times as (
    select * from {{ ref('int_cycle_stage_times') }}
),

stage_pairs as (
    select * from {{ ref('int_stage_pairs') }}
),

cycle_kinds as (
    select * from {{ ref('int_cycle_kinds') }}
),

knowledge as (
    select * from {{ ref('int_set_knowledge') }}
),

bands as (
    select * from {{ ref('int_window_bands') }}
),

run as (
    select * from {{ ref('int_run') }}
),

pairs as (
    select
        entered.definition_basis,
        entered.lead_id,
        entered.cycle_number,
        entered.entry_policy,
        entered.stage as from_stage,
        reached.stage as to_stage,
        entered.entered_on,
        entered.occurred_at as from_at,
        reached.occurred_at as to_at,
        case
            when not entered.is_inferred and not reached.is_inferred
                then {{ elapsed_days('entered.occurred_at', 'reached.occurred_at') }}
        end as days_taken
    from stage_times as entered
    inner join stage_times as reached
        on reached.definition_basis = entered.definition_basis
        and reached.lead_id = entered.lead_id
        and reached.cycle_number = entered.cycle_number
        and reached.entry_policy = entered.entry_policy
    inner join stage_pairs
        on stage_pairs.from_stage = entered.stage
        and stage_pairs.to_stage = reached.stage
)

-- Who cannot be known to have reached a stage is in no number of it.
select
    pairs.definition_basis,
    pairs.lead_id,
    pairs.entry_policy,
    pairs.from_stage,
    pairs.to_stage,
    cycle_kinds.channel,
    cycle_kinds.lead_source,
    cycle_kinds.customer_status,

    pairs.cycle_number,
    pairs.days_taken,
    ages.over_days as mature_days,
    lengths.next_days as within_days,

    pairs.entered_on
from pairs
inner join cycle_kinds
    on cycle_kinds.definition_basis = pairs.definition_basis
    and cycle_kinds.lead_id = pairs.lead_id
    and cycle_kinds.cycle_number = pairs.cycle_number
inner join knowledge
    on knowledge.definition_basis = pairs.definition_basis
    and knowledge.source_set = cycle_kinds.source_set
    and knowledge.stage = pairs.to_stage
cross join run
inner join bands as ages
    on {{ add_days('pairs.from_at', 'ages.over_days') }} <= run.as_of
    and {{ add_days('pairs.from_at', 'ages.next_days') }} > run.as_of
inner join bands as lengths
    on (
        lengths.over_days = 0
        or {{ add_days('pairs.from_at', 'lengths.over_days') }} < pairs.to_at
    )
    and {{ add_days('pairs.from_at', 'lengths.next_days') }} >= pairs.to_at
