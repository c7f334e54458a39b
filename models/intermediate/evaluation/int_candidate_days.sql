-- One row per lead, gap and day whose instants have to be read to find an entry.
with day_conditions as (
    select * from {{ ref('int_day_conditions') }}
),

rule_groups as (
    select * from {{ ref('int_rule_groups') }} where stage_path = 'success'
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

-- An MQL asks for a signal after the cool-down, a later stage for any. A group that
-- reads records is asked at records too.
judged as (
    select
        bases.definition_basis,
        rule_groups.stage,
        day_conditions.lead_id,
        day_conditions.gap_basis,
        day_conditions.gap_number,
        day_conditions.day_on,
        day_conditions.is_partial,
        (day_conditions.held_mask & rule_groups.required_mask)
        = rule_groups.required_mask
        and (day_conditions.held_mask & rule_groups.forbidden_mask) = 0
            as holds_at_close,
        day_conditions.may_have_been_truer or rule_groups.is_restless
            as may_have_been_truer
    from day_conditions
    inner join bases on bases.gap_basis = day_conditions.gap_basis
    inner join rule_groups
        on rule_groups.definition_basis = bases.definition_basis
        and rule_groups.from_on <= day_conditions.day_on
        and rule_groups.to_on > day_conditions.day_on
        and case
            when rule_groups.stage = 'mql' and rule_groups.reads_records
                then day_conditions.has_cooled_record
            when rule_groups.stage = 'mql' then day_conditions.has_cooled_signal
            when rule_groups.reads_records then day_conditions.has_record
            else day_conditions.has_signal
        end
),

days_in_question as (
    select * from judged where holds_at_close or may_have_been_truer
),

-- On the first day that surely holds at its end the entry is found at the latest.
sure_days as (
    select definition_basis, stage, lead_id, gap_number, min(day_on) as first_sure_on
    from days_in_question
    where holds_at_close and not is_partial
    group by definition_basis, stage, lead_id, gap_number
)

-- A day that one basis has to read is read once for all that share its gaps.
select
    days_in_question.lead_id,

    days_in_question.gap_basis,
    days_in_question.gap_number,

    days_in_question.day_on
from days_in_question
left join sure_days
    on sure_days.definition_basis = days_in_question.definition_basis
    and sure_days.stage = days_in_question.stage
    and sure_days.lead_id = days_in_question.lead_id
    and sure_days.gap_number = days_in_question.gap_number
where coalesce(days_in_question.day_on <= sure_days.first_sure_on, true)
group by
    days_in_question.lead_id, days_in_question.gap_basis, days_in_question.gap_number,
    days_in_question.day_on
