-- One row per lead and instant at which the points of its attributes changed.
with profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

attribute_points as (
    select * from {{ ref('int_attribute_points') }} where pricing = 'then'
),

run as (
    select * from {{ ref('int_run') }}
),

-- Prices change at the company's midnight.
price_spans as (
    select
        attribute_points.attribute_mask,
        attribute_points.points,
        case
            when attribute_points.from_on = date '0001-01-01'
                then timestamp '0001-01-01 00:00:00'
            else {{ day_start('attribute_points.from_on', 'run.time_zone') }}
        end as priced_from_at,
        case
            when attribute_points.to_on = date '9999-12-31'
                then timestamp '9999-12-31 00:00:00'
            else {{ day_start('attribute_points.to_on', 'run.time_zone') }}
        end as priced_to_at
    from attribute_points
    cross join run
),

spans as (
    select
        profiles.lead_id,
        price_spans.points,
        profiles.valid_from_at >= price_spans.priced_from_at as is_of_lead,
        greatest(profiles.valid_from_at, price_spans.priced_from_at) as from_at
    from profiles
    inner join price_spans
        on price_spans.attribute_mask = profiles.attribute_mask
        and price_spans.priced_from_at < profiles.valid_to_at
        and price_spans.priced_to_at > profiles.valid_from_at
),

changes as (
    select
        spans.*,
        spans.points - coalesce(
            lag(spans.points) over (
                partition by spans.lead_id order by spans.from_at asc nulls last
            ),
            0
        ) as step
    from spans
    cross join run
    where spans.from_at <= run.as_of
)

select
    lead_id,

    step as points,

    is_of_lead,

    from_at as changed_at
from changes
where step != 0
