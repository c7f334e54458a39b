-- id: entries_meet_their_clauses
-- table: marts.mart_entry_clauses
-- kind: definitions
-- promise: Every clause of the group that decided an entry was met at that instant: a
--   score, a count and an attribute that is more or less compares as the book asks, a
--   record was made then; and one entry was decided by one group.
with clauses as (
    select * from {batch}
),

-- Whether an attribute equals a word is no question of numbers.
compared as (
    select
        *,
        counts_from is not null
        or coalesce(comparison not in ('=', '!='), true) as is_comparable,
        case coalesce(comparison, '>=')
            when '=' then observed_number = threshold_number
            when '!=' then observed_number <> threshold_number
            when '>' then observed_number > threshold_number
            when '>=' then observed_number >= threshold_number
            when '<' then observed_number < threshold_number
            when '<=' then observed_number <= threshold_number
        end <> is_negated as is_met,
        count(*) over (
            partition by lead_id, stage, definition_id, entered_at, rule_group
        ) <> count(*) over (
            partition by lead_id, stage, definition_id, entered_at
        ) as has_other_groups
    from clauses
)

select
    lead_id,
    stage,
    definition_id,
    entered_at,
    line,
    clause_number
from compared
where
    verdict <> 'met'
    or (is_comparable and not is_met)
    or has_other_groups
    or (
        comparison = '='
        and not is_negated
        and evidence_type = 'rule'
        and observed is null
        and observed_number is null
    )
    or (line = 'segment') <> (clause_number = 0)
    or (evidence_type <> 'rule' and line = 'clause') <> (recorded_at is not null)
    or recorded_at <> entered_at
