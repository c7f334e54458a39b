-- id: opportunities_are_those_delivered
-- table: facts.fct_opportunities
-- kind: recounts
-- promise: Every deal that a lead is known for is there once, with the outcome, amount
--   and times that the tool delivered, unless its cycle is not counted.
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
    from intermediate.int_opportunity_leads as deals
    where not exists (
        select 1
        from intermediate.int_cycle_exclusions as exclusions
        where
            exclusions.definition_basis = 'then'
            and exclusions.lead_id = deals.lead_id
            and exclusions.cycle_number = (
                select coalesce(max(cycles.cycle_number), 1)
                from intermediate.int_cycles as cycles
                where
                    cycles.definition_basis = 'then'
                    and cycles.lead_id = deals.lead_id
                    and cycles.opened_at
                    <= coalesce(deals.created_at, deals.won_at, deals.lost_at)
            )
    )
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
