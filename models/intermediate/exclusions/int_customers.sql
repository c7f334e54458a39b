-- One row per lead that is a customer: its account or it itself has won.
with opportunities as (
    select * from {{ ref('int_port_opportunities') }}
),

opportunity_leads as (
    select * from {{ ref('int_opportunity_leads') }}
),

exits as (
    select * from {{ ref('int_lead_exits') }}
    where gap_basis = 'then' and stage = 'won'
),

leads as (
    select * from {{ ref('int_leads') }}
),

-- A status may say a win that no deal stands for.
lead_wins as (
    select lead_id, won_at
    from opportunity_leads
    where won_at is not null
    union all
    select lead_id, occurred_at
    from exits
),

-- Who won for an account need not be known, and who won need not name it on the deal.
account_wins as (
    select source || ':' || account_id as account_reference, won_at
    from opportunities
    where won_at is not null and account_id is not null
    union all
    select leads.account_reference, lead_wins.won_at
    from lead_wins
    inner join leads on leads.lead_id = lead_wins.lead_id
    where leads.account_reference is not null
),

first_account_wins as (
    select account_reference, min(won_at) as won_at
    from account_wins
    group by account_reference
),

wins as (
    select lead_id, won_at
    from lead_wins
    union all
    select leads.lead_id, first_account_wins.won_at
    from first_account_wins
    inner join leads
        on leads.account_reference = first_account_wins.account_reference
)

select
    lead_id,

    min(won_at) as customer_since_at
from wins
group by lead_id
