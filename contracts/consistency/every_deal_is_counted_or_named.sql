-- id: every_deal_is_counted_or_named
-- table: marts.mart_uncounted_opportunities
-- kind: recounts
-- promise: Every deal that a tool delivered either counts for a lead or is named with
--   the reason why not, once, with its outcome, amount and times.
with uncounted as (
    select * from {batch}
),

published as (
    select outcome, amount, created_at, won_at, lost_at, close_on
    from facts.fct_opportunities
    union all
    select outcome, amount, created_at, won_at, lost_at, close_on
    from uncounted
),

delivered as (
    select outcome, amount, created_at, won_at, lost_at, close_on
    from intermediate.int_port_opportunities
),

differing as (
    (select * from published except all select * from delivered)
    union all
    (select * from delivered except all select * from published)
)

select outcome, amount, created_at
from differing
union all
select outcome, amount, created_at
from uncounted
where
    (reason = 'nobody known') <> (lead_id is null)
    or (reason = 'excluded lead') <> (exclusion_id is not null)
