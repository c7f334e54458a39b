-- One row per seller won.
with landed as (
    {{ live_rows('olist', 'closed_deals') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by seller_id
            order by won_date desc nulls last, mql_id asc nulls last
        ) as version_rank
    from landed
    where won_date <= _as_of
)

-- The declared revenue is a monthly estimate in which 0 means unknown.
select
    'olist' as source,
    seller_id as account_id,
    cast(null as varchar) as name,
    cast(null as varchar) as corporate_number,
    cast(null as varchar) as domain,
    business_segment as industry,
    cast(null as varchar) as tier,

    cast(null as bigint) as employees,
    cast(12 * nullif(declared_monthly_revenue, 0) as decimal(18, 4)) as annual_revenue,

    _landed_at as landed_at
from newest_first
where version_rank = 1
