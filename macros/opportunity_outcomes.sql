{# How the story of each opportunity stands: from its versions that count
   (opportunity_id, stage, outcome, is_visible), its changes of stage and the words of
   the book for stages. Gives opportunity_id, stage, outcome and changed_at, the instant
   since when its history says so (NULL where it does not). Ends a list of CTEs. #}
{% macro opportunity_outcomes(versions, changes, stage_words) -%}
-- A stage without a word means what the opportunity says that is in it.
stage_changes as (
    select
        changes.opportunity_id,
        changes.new_value,
        changes.changed_at,
        coalesce(
            opportunity_stage.outcome,
            case
                when lower(changes.new_value) = lower(current_versions.stage)
                    then current_versions.outcome
            end,
            'open'
        ) as outcome,
        row_number() over (
            partition by changes.opportunity_id
            order by
                changes.changed_at desc nulls last,
                changes.change_id desc nulls last
        ) as recency_rank
    from {{ changes }} as changes
    inner join {{ versions }} as current_versions
        on current_versions.opportunity_id = changes.opportunity_id
    left join {{ stage_words }} as opportunity_stage
        on opportunity_stage.source_value = lower(changes.new_value)
),

-- What a version written after the as-of shows came later: until then history speaks.
outcomes as (
    select
        current_versions.opportunity_id,
        case
            when current_versions.is_visible or stage_changes.opportunity_id is null
                then current_versions.stage
            else stage_changes.new_value
        end as stage,
        case
            when current_versions.is_visible or stage_changes.opportunity_id is null
                then current_versions.outcome
            else stage_changes.outcome
        end as outcome
    from {{ versions }} as current_versions
    left join stage_changes
        on stage_changes.opportunity_id = current_versions.opportunity_id
        and stage_changes.recency_rank = 1
),

last_other_changes as (
    select
        outcomes.opportunity_id,
        max(stage_changes.changed_at) as changed_at
    from outcomes
    inner join stage_changes
        on stage_changes.opportunity_id = outcomes.opportunity_id
        and stage_changes.outcome != outcomes.outcome
    group by outcomes.opportunity_id
)

-- A reopened deal closes again, a re-labelled one does not: the outcome counts from the
-- first change into it after which nothing else was said.
select
    outcomes.opportunity_id,
    outcomes.stage,
    outcomes.outcome,

    min(
        case
            when
                last_other_changes.changed_at is null
                or stage_changes.changed_at > last_other_changes.changed_at
                then stage_changes.changed_at
        end
    ) as changed_at
from outcomes
left join last_other_changes
    on last_other_changes.opportunity_id = outcomes.opportunity_id
left join stage_changes
    on stage_changes.opportunity_id = outcomes.opportunity_id
    and stage_changes.outcome = outcomes.outcome
group by outcomes.opportunity_id, outcomes.stage, outcomes.outcome
{%- endmacro %}
