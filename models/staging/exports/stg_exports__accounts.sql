-- One row per account, as last delivered.
with landed as (
    {{ live_rows('exports', 'sfa_accounts') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by account_id
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
)

select
    'exports' as source,
    account_id,
    name,
    corporate_number,
    domain,
    industry,
    tier,

    employees,
    annual_revenue,

    _landed_at as landed_at
from newest_first
where version_rank = 1
