-- id: what_holds_is_reached_or_says_why
-- table: marts.mart_lead_clauses
-- kind: re-derivation
-- promise: Where a group of a version in force holds and the stage is not reached, a row
--   says what blocks it; and nobody is said to wait for the next signal at whose last
--   signals, as each day ended, the version of that day already held.
with clauses as (
    select * from {batch}
),

versions as (
    select
        lead_id,
        stage,
        definition_id,
        min(definition_state) as definition_state,
        bool_or(verdict = 'blocks') as is_blocked,
        bool_or(
            line = 'waits_for_signal' and definition_status = 'in_force'
        ) as is_waiting
    from clauses
    group by lead_id, stage, definition_id
),

-- On such a day the rule fired at the latest as the day ended.
sure_days as (
    select
        conditions.lead_id,
        groups.stage
    from intermediate.int_lead_gaps as gaps
    inner join intermediate.int_day_conditions as conditions
        on conditions.gap_basis = gaps.gap_basis
        and conditions.lead_id = gaps.lead_id
        and conditions.gap_number = gaps.gap_number
        and not conditions.is_partial
    inner join intermediate.int_rule_groups as groups
        on groups.definition_basis = 'then'
        and groups.stage_path = 'success'
        and groups.from_on <= conditions.day_on
        and groups.to_on > conditions.day_on
        and (conditions.held_mask & groups.required_mask) = groups.required_mask
        and (conditions.held_mask & groups.forbidden_mask) = 0
        and case
            when groups.stage = 'mql' and groups.reads_records
                then conditions.has_cooled_record
            when groups.stage = 'mql' then conditions.has_cooled_signal
            when groups.reads_records then conditions.has_record
            else conditions.has_signal
        end
    where
        gaps.gap_basis = 'then'
        and gaps.exit_at is null
    group by conditions.lead_id, groups.stage
)

select
    versions.lead_id,
    versions.stage,
    versions.definition_id
from versions
left join sure_days
    on sure_days.lead_id = versions.lead_id
    and sure_days.stage = versions.stage
where
    (versions.definition_state = 'blocked' and not versions.is_blocked)
    or (versions.is_waiting and sure_days.lead_id is not null)
