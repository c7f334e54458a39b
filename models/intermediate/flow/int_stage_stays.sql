-- One row per basis, lead cycle and stage that it entered in order: how long it stayed.
with entries as (
    select * from {{ ref('int_cycle_entries') }} where not is_out_of_order
),

cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

record_states as (
    select * from {{ ref('int_lead_record_states') }} where deleted_at is not null
),

-- The person's next cycle ends whatever the one before had come to.
reopened as (
    select
        definition_basis,
        lead_id,
        cycle_number,
        lead(opened_at) over (
            partition by definition_basis, lead_id
            order by cycle_number asc nulls last
        ) as reopened_at
    from cycles
),

followed as (
    select
        definition_basis,
        lead_id,
        cycle_number,
        stage,
        occurred_at,
        lead(occurred_at) over in_order as next_at,
        lead(stage) over in_order as next_stage
    from entries
    window in_order as (
        partition by definition_basis, lead_id, cycle_number
        order by occurred_at asc nulls last, stage_order asc nulls last
    )
),

-- Whoever is deleted is in no stage any more; what was recorded afterwards stands.
ends as (
    select
        followed.definition_basis,
        followed.lead_id,
        followed.cycle_number,
        followed.stage,
        followed.occurred_at,
        coalesce(
            followed.next_at,
            {{ earliest([
                'reopened.reopened_at',
                'case when record_states.deleted_at < followed.occurred_at '
                ~ 'then followed.occurred_at else record_states.deleted_at end'
            ]) }}
        ) as left_at,
        case
            when followed.next_at is not null then followed.next_stage
            when
                reopened.reopened_at <= coalesce(
                    record_states.deleted_at, reopened.reopened_at
                )
                then 'reopened'
            when record_states.deleted_at is not null then 'deleted'
        end as left_to
    from followed
    inner join reopened
        on reopened.definition_basis = followed.definition_basis
        and reopened.lead_id = followed.lead_id
        and reopened.cycle_number = followed.cycle_number
    left join record_states on record_states.lead_id = followed.lead_id
)

select
    definition_basis,
    lead_id,
    stage,
    left_to,

    cycle_number,

    occurred_at as entered_at,
    left_at
from ends
