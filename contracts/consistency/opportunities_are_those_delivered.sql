-- id: opportunities_are_those_delivered
-- table: facts.fct_opportunities
-- kind: recounts
-- promise: Every deal that a lead is known for is there once, with the outcome, amount
--   and times that the tool delivered.
with opportunities as (
    select * from {batch}
),

published as (
    select
        lead_id, product, deal_rank, outcome, amount, currency, created_at, won_at,
        lost_at, close_on
    from opportunities
),

-- Compared by content: the tool's own id is not published, its pseudonym is.
delivered as (
    select
        lead_id, product, deal_rank, outcome, amount, currency, created_at, won_at,
        lost_at, close_on
    from intermediate.int_opportunity_leads
),

differing as (
    (select * from published except all select * from delivered)
    union all
    (select * from delivered except all select * from published)
)

select
    lead_id,
    created_at
from differing
group by lead_id, created_at
