-- id: stage_flow_recounts
-- table: marts.mart_stage_flow
-- kind: recounts
-- promise: By the definitions of then, who came and left on every day is who the entries
--   of the facts say; who is in a stage today is who entered it and nothing since.
with published as (
    select * from {batch}
),

flow as (
    select * from published
    where
        definition_basis = 'then'
        and period_grain = 'day'
        and stage_knowledge = 'observed'
),

entries as (
    select
        entries.lead_id,
        entries.cycle_number,
        entries.stage,
        entries.entered_at,
        entries.exited_at,
        cycles.opened_at as reopened_at,
        states.deleted_at
    from facts.fct_stage_entries as entries
    left join facts.fct_lead_cycles as cycles
        on cycles.lead_id = entries.lead_id
        and cycles.cycle_number = entries.cycle_number + 1
    left join intermediate.int_lead_record_states as states
        on states.lead_id = entries.lead_id
    where not entries.is_out_of_order and not entries.is_inferred
),

left_entries as (
    select
        stage,
        entered_at,
        coalesce(
            exited_at,
            least(
                reopened_at,
                case
                    when deleted_at is not null then greatest(deleted_at, entered_at)
                end
            )
        ) as left_at
    from entries
),

days as (
    select
        day_on, starts_at, ends_at, max(day_on) over () as last_on
    from dimensions.dim_days
),

recounted as (
    select
        days.day_on,
        days.last_on,
        left_entries.stage,
        count(
            case
                when
                    left_entries.entered_at >= days.starts_at
                    and left_entries.entered_at < days.ends_at
                    then 1
            end
        ) as cycles_in,
        count(
            case
                when
                    left_entries.left_at >= days.starts_at
                    and left_entries.left_at < days.ends_at
                    then 1
            end
        ) as cycles_out,
        count(case when left_entries.left_at is null then 1 end) as cycles_open
    from days
    cross join left_entries
    where
        (
            left_entries.entered_at >= days.starts_at
            and left_entries.entered_at < days.ends_at
        )
        or (
            left_entries.left_at >= days.starts_at
            and left_entries.left_at < days.ends_at
        )
        or (days.day_on = days.last_on and left_entries.left_at is null)
    group by days.day_on, days.last_on, left_entries.stage
)

select
    coalesce(flow.period_on, recounted.day_on) as period_on,
    coalesce(flow.stage, recounted.stage) as stage
from flow
full outer join recounted
    on recounted.day_on = flow.period_on
    and recounted.stage = flow.stage
where
    flow.stage is null
    or flow.cycles_in <> coalesce(recounted.cycles_in, 0)
    or flow.cycles_out <> coalesce(recounted.cycles_out, 0)
    or (
        recounted.day_on = recounted.last_on
        and flow.cycles_closing <> recounted.cycles_open
    )
