-- id: clauses_say_what_is_observed
-- table: marts.mart_lead_clauses
-- kind: definitions
-- promise: A clause whose observed number can be compared is met exactly if it compares
--   as the book asks; what it is short of is the difference; what nobody can know is
--   neither met nor unmet by a number; and only what blocks has no group of rules.
with clauses as (
    select * from {batch}
),

compared as (
    select
        *,
        case coalesce(comparison, '>=')
            when '=' then observed_number = threshold_number
            when '!=' then observed_number <> threshold_number
            when '>' then observed_number > threshold_number
            when '>=' then observed_number >= threshold_number
            when '<' then observed_number < threshold_number
            when '<=' then observed_number <= threshold_number
        end <> is_negated as is_met
    from clauses
)

select
    lead_id,
    stage,
    definition_id,
    rule_group,
    clause_number,
    line
from compared
where
    (is_met and verdict not in ('met', 'unknown'))
    or (not is_met and verdict <> 'not_met')
    or (verdict = 'blocks') <> (line not in ('clause', 'segment'))
    or (line = 'clause') <> (rule_group > 0)
    or shortfall is distinct from case
        when
            verdict = 'not_met'
            and not is_negated
            and coalesce(comparison, '>=') in ('>', '>=')
            then round(threshold_number - observed_number, 6)
    end
