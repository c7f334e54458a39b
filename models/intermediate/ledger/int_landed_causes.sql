-- One row per person, entry of the ledger, closing and what moved: what had landed.
with subjects as (
    select * from {{ ref('int_restatement_subjects') }}
),

entries as (
    select * from {{ ref('int_ledger_entries') }}
),

landings as (
    select * from {{ ref('int_restated_landings') }}
),

rule_clauses as (
    select * from {{ ref('int_rule_clauses') }} where definition_basis = 'then'
),

persons as (
    select * from {{ ref('int_ledger_persons') }}
),

cycles as (
    select * from {{ ref('int_ledger_cycles') }}
),

restated as (
    select person_id, ledger_number, closed_at, subject_kind, subject, moved_on
    from subjects
    group by person_id, ledger_number, closed_at, subject_kind, subject, moved_on
),

restated_persons as (
    select person_id, ledger_number
    from restated
    group by person_id, ledger_number
),

stages_of_touches as (
    select stage
    from rule_clauses
    where signal in ('touch', 'content', 'score')
    group by stage
),

first_landings as (
    select person_id, min(landed_at) as landed_at
    from landings
    group by person_id
),

first_entries as (
    select
        persons.person_id,
        min(cycles.ledger_number) as ledger_number
    from persons
    inner join cycles on cycles.cycle_key = persons.cycle_key
    group by persons.person_id
),

-- What is seen since the entry before: it landed since, or only now it is its time.
new_rows as (
    select
        landings.*,
        restated_persons.ledger_number,
        -- A person that nobody knew before is new as a whole.
        first_entries.ledger_number = restated_persons.ledger_number
        and first_landings.landed_at > entries.previous_landed_to as is_of_newcomer
    from restated_persons
    inner join entries on entries.ledger_number = restated_persons.ledger_number
    inner join landings on landings.person_id = restated_persons.person_id
    inner join first_landings
        on first_landings.person_id = restated_persons.person_id
    inner join first_entries on first_entries.person_id = restated_persons.person_id
    where
        landings.landed_at <= entries.landed_to
        and (
            landings.landed_at > coalesce(entries.previous_landed_to, entries.as_of)
            or (
                landings.visible_at > entries.previous_as_of
                and landings.visible_at <= entries.as_of
            )
        )
),

-- An entry of a stage follows from what happened up to its day, a way back from what
-- did until the row closed. What one system says the other may answer later.
weighed as (
    select
        restated.*,
        new_rows.recorded_at,
        new_rows.kind = 'record' as is_record,
        new_rows.is_of_newcomer,
        new_rows.kind != 'record'
        and case restated.subject_kind
            when 'stage'
                then
                    new_rows.happened_on <= restated.moved_on
                    and (
                        new_rows.kind != 'touch' or stages_of_touches.stage is not null
                    )
            when 'return'
                then coalesce(new_rows.happened_at <= restated.closed_at, true)
            when 'verdict' then new_rows.kind != 'touch'
            else false
        end as can_move
    from restated
    inner join new_rows
        on new_rows.person_id = restated.person_id
        and new_rows.ledger_number = restated.ledger_number
    left join stages_of_touches on stages_of_touches.stage = restated.subject
)

select
    person_id,
    subject_kind,
    subject,

    ledger_number,

    bool_or(can_move or coalesce(is_of_newcomer, false)) as has_moving_row,
    coalesce(bool_or(can_move and recorded_at > closed_at), false) as is_backdated,
    bool_or(is_record) as has_record,

    closed_at,
    moved_on
from weighed
group by person_id, ledger_number, closed_at, subject_kind, subject, moved_on
