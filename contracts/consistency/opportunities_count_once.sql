-- id: opportunities_count_once
-- table: facts.fct_opportunities
-- kind: references
-- promise: Every deal counts for one cycle that exists, and its outcome is told by its
--   dates: won exactly where it has a time of winning, lost exactly where of losing.
with opportunities as (
    select * from {batch}
)

select opportunities.opportunity_id
from opportunities
left join facts.fct_lead_cycles as cycles
    on cycles.lead_id = opportunities.lead_id
    and cycles.cycle_number = opportunities.cycle_number
group by opportunities.opportunity_id
having
    count(case when opportunities.is_sourcing then 1 end) > 1
    or count(case when cycles.lead_id is null then 1 end) > 0
    or bool_or((opportunities.outcome = 'won') <> (opportunities.won_at is not null))
    or bool_or((opportunities.outcome = 'lost') <> (opportunities.lost_at is not null))
