-- id: deals_end_as_their_events_say
-- table: facts.fct_opportunities
-- kind: one story
-- promise: A deal that is won or lost has the event of that instant, and no other win or
--   loss of it stands that the tool did not take back.
with opportunities as (
    select * from {batch}
),

shown as (
    select
        opportunity_id,
        outcome,
        date_trunc('second', coalesce(won_at, lost_at)) as at
    from opportunities
    where outcome in ('won', 'lost')
),

-- One turn of a deal may be read as more than one stage.
told as (
    select distinct
        opportunity_id,
        replace(signal, 'opportunity_', '') as outcome,
        occurred_at as at
    from facts.fct_stage_events
    where
        signal in ('opportunity_won', 'opportunity_lost')
        and undone_at is null
        and opportunity_id in (select opportunity_id from opportunities)
),

differing as (
    (select * from shown except all select * from told)
    union all
    (select * from told except all select * from shown)
)

select opportunity_id
from differing
group by opportunity_id
