-- One row per entry of the ledger, closing and what moved, with what of the book could.
with subjects as (
    select * from {{ ref('int_restatement_subjects') }}
),

book_changes as (
    select * from {{ ref('int_book_changes') }}
),

rule_clauses as (
    select * from {{ ref('int_rule_clauses') }} where definition_basis = 'then'
),

run as (
    select * from {{ ref('int_run') }}
),

restated as (
    select
        subjects.ledger_number,
        subjects.subject_kind,
        subjects.subject,
        subjects.moved_on,
        subjects.closed_at,
        coalesce(
            subjects.moved_on, {{ company_day('subjects.closed_at') }}
        ) as until_on
    from subjects
    cross join run
    group by
        subjects.ledger_number, subjects.subject_kind, subjects.subject,
        subjects.moved_on, subjects.closed_at, run.time_zone,
        run.utc_offset_minutes
),

stages_of_scores as (
    select stage from rule_clauses
    where signal = 'score'
    group by stage
)

-- What says otherwise only on later days moved nothing. Who comes back may do so by a
-- score; channels are all that segments have of their own but the customers.
select
    restated.subject_kind,
    restated.subject,

    restated.ledger_number,

    bool_or(not book_changes.is_mapping) as has_other_definitions,
    bool_or(book_changes.is_mapping) as has_other_mappings,

    restated.closed_at,
    restated.moved_on
from restated
left join stages_of_scores
    on restated.subject_kind = 'stage'
    and stages_of_scores.stage = restated.subject
inner join book_changes
    on book_changes.ledger_number = restated.ledger_number
    and coalesce(book_changes.changed_from_on <= restated.until_on, true)
    and case book_changes.reach
        when 'stage'
            then
                restated.subject_kind in ('return', 'verdict', 'knowledge')
                or book_changes.stage = restated.subject
        when 'scores'
            then
                restated.subject_kind = 'return'
                or stages_of_scores.stage is not null
        when 'channel' then restated.subject = 'channel'
        when 'everything'
            then
                restated.subject_kind != 'segment'
                or restated.subject = 'customer_status'
        else false
    end
group by
    restated.ledger_number, restated.subject_kind, restated.subject,
    restated.moved_on, restated.closed_at
