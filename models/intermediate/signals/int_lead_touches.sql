-- One row per touch of a known lead and way of cutting gaps, with its gap.
with touches as (
    select * from {{ ref('int_counted_touches') }}
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'ma_lead'
),

gaps as (
    select * from {{ ref('int_lead_gaps') }}
),

run as (
    select * from {{ ref('int_run') }}
),

timed as (
    select
        identities.lead_id,
        touches.touch_type,
        touches.content_id,
        touches.campaign_id,
        case when touches.content_id is null then touches.url end as page_url,
        date_trunc('second', touches.occurred_at) as occurred_at,
        {{ company_day('touches.occurred_at') }} as day_on
    from touches
    inner join identities
        on identities.source = touches.source
        and identities.native_id = touches.source_record_id
    cross join run
)

-- A signal of the acquisition or cool-down counts later but cannot fire itself.
select
    timed.lead_id,
    timed.touch_type,
    timed.content_id,
    timed.campaign_id,
    timed.page_url,

    gaps.gap_basis,
    gaps.gap_number,

    timed.occurred_at < gaps.acquired_at
    or coalesce(timed.occurred_at <= gaps.cooled_after_at, false) as is_waiting,

    timed.day_on,
    timed.occurred_at
from timed
inner join gaps
    on gaps.lead_id = timed.lead_id
    and (gaps.starts_after_at is null or timed.occurred_at > gaps.starts_after_at)
    and (gaps.exit_at is null or timed.occurred_at <= gaps.exit_at)
