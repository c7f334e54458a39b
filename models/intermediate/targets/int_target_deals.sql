-- One row per dated deal in the company's money and scope of targets it is in.
with deals as (
    select * from {{ ref('int_deal_kinds') }} where registered_at is not null
),

run as (
    select * from {{ ref('int_run') }}
),

known as (
    select
        deals.source,
        deals.opportunity_id,
        deals.source_group,
        deals.owner_team,
        deals.outcome,
        deals.amount,
        {{ whole_days('deals.registered_at', 'run.as_of') }} as age_days,
        {{ company_day('deals.registered_at') }} as registered_on
    from deals
    cross join run
    where deals.currency = run.currency
),

scopes as (
    {{ scoped(
        'known',
        [
            'source', 'opportunity_id', 'outcome', 'amount', 'age_days',
            'registered_on'
        ]
    ) }}
)

select
    source,
    opportunity_id,
    source_group,
    owner_team,
    outcome,

    amount,
    age_days,

    registered_on
from scopes
