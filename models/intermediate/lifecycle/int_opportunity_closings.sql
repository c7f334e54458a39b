-- One row per opportunity and time it was won or lost, with when that was undone.
with opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

stage_changes as (
    select * from {{ ref('int_port_opportunity_changes') }}
    where lower(field) = 'stage'
),

stage_words as (
    select * from {{ source('book', 'opportunity_stage') }}
),

-- A stage without a word means what the opportunity says that is in it.
told as (
    select
        stage_changes.*,
        coalesce(
            stage_words.outcome,
            case
                when lower(stage_changes.new_value) = lower(opportunities.stage)
                    then opportunities.outcome
            end,
            'open'
        ) as outcome
    from stage_changes
    inner join opportunities
        on opportunities.source = stage_changes.source
        and opportunities.opportunity_id = stage_changes.opportunity_id
    left join stage_words
        on stage_words.source = stage_changes.source
        and stage_words.source_value = lower(stage_changes.new_value)
),

followed as (
    select
        *,
        lag(outcome) over history as previous_outcome
    from told
    window history as (
        partition by source, opportunity_id
        order by changed_at asc nulls last, change_id asc nulls last
    )
),

-- A deal that is only re-labelled stays won or lost; one of another outcome does not.
turns as (
    select
        *,
        lead(changed_at) over history as next_turn_at
    from followed
    where outcome is distinct from previous_outcome
    window history as (
        partition by source, opportunity_id
        order by changed_at asc nulls last, change_id asc nulls last
    )
),

-- How the deal stands is what it shows itself, whatever its history reached.
standing as (
    select
        opportunities.source,
        opportunities.opportunity_id,
        opportunities.outcome,
        coalesce(opportunities.won_at, opportunities.lost_at) as closed_at,
        turns.recorded_at,
        opportunities.landed_at
    from opportunities
    left join turns
        on turns.source = opportunities.source
        and turns.opportunity_id = opportunities.opportunity_id
        and turns.next_turn_at is null
        and turns.outcome = opportunities.outcome
    where opportunities.outcome in ('won', 'lost')
),

undone as (
    select
        turns.source,
        turns.opportunity_id,
        turns.outcome,
        turns.changed_at as closed_at,
        coalesce(
            turns.next_turn_at, standing.closed_at, opportunities.updated_at
        ) as undone_at,
        turns.next_turn_at,
        turns.recorded_at,
        turns.landed_at
    from turns
    inner join opportunities
        on opportunities.source = turns.source
        and opportunities.opportunity_id = turns.opportunity_id
    left join standing
        on standing.source = turns.source
        and standing.opportunity_id = turns.opportunity_id
    where
        turns.outcome in ('won', 'lost')
        and (
            turns.next_turn_at is not null
            or turns.outcome != opportunities.outcome
        )
),

-- What the deal itself contradicts without saying since when was never so.
closings as (
    select
        source, opportunity_id, outcome, closed_at, undone_at, recorded_at, landed_at
    from undone
    where next_turn_at is not null or undone_at > closed_at
    union all
    select
        source, opportunity_id, outcome, closed_at, null, recorded_at, landed_at
    from standing
)

select
    closings.source,
    closings.opportunity_id,
    opportunities.lead_id,
    opportunities.owner_id,
    closings.outcome,
    case
        when closings.outcome = 'won' then opportunities.won_reason
        else opportunities.lost_reason
    end as reason,

    date_trunc('second', closings.closed_at) as occurred_at,
    date_trunc('second', closings.undone_at) as undone_at,
    closings.recorded_at,
    closings.landed_at
from closings
inner join opportunities
    on opportunities.source = closings.source
    and opportunities.opportunity_id = closings.opportunity_id
