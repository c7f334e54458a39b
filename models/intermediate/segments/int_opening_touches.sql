-- One row per lead cycle (basis then) that a touch opened: its campaign and content.
with cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

bases as (
    select * from {{ ref('int_definition_bases') }} where definition_basis = 'then'
),

touches as (
    select * from {{ ref('int_lead_touches') }}
),

contents as (
    select * from {{ ref('int_port_content_items') }}
),

run as (
    select * from {{ ref('int_run') }}
),

own_touches as (
    select touches.*
    from touches
    inner join bases on bases.gap_basis = touches.gap_basis
),

-- The last touch up to the opening; a tool that makes the record first writes the touch
-- that made it a little later, on the same day.
moments as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        cycles.gap_number,
        coalesce(
            max(own_touches.occurred_at) filter (
                where own_touches.occurred_at <= cycles.opened_at
            ),
            min(own_touches.occurred_at)
        ) as touched_at
    from cycles
    cross join run
    inner join own_touches
        on own_touches.lead_id = cycles.lead_id
        and own_touches.gap_number = cycles.gap_number
        and own_touches.day_on <= {{ company_day('cycles.opened_at') }}
    group by
        cycles.definition_basis, cycles.lead_id, cycles.cycle_number, cycles.gap_number
),

content_types as (
    select content_id, min(content_type) as content_type
    from contents
    group by content_id
),

page_types as (
    select {{ page_address('url') }} as page, min(content_type) as content_type
    from contents
    where url is not null
    group by {{ page_address('url') }}
),

opened as (
    select
        moments.definition_basis,
        moments.lead_id,
        moments.cycle_number,
        moments.touched_at,
        own_touches.content_id,
        own_touches.campaign_id,
        {{ page_address('own_touches.page_url') }} as page
    from moments
    inner join own_touches
        on own_touches.lead_id = moments.lead_id
        and own_touches.gap_number = moments.gap_number
        and own_touches.occurred_at = moments.touched_at
)

-- Of several at one instant the smallest word stands for all.
select
    opened.definition_basis,
    opened.lead_id,
    min(opened.campaign_id) as campaign_id,
    min(
        coalesce(
            {{ without_contacts('content_types.content_type') }},
            {{ without_contacts('page_types.content_type') }},
            case
                when coalesce(opened.content_id, opened.page) is not null
                    then '(unmapped)'
            end
        )
    ) as content_type,

    opened.cycle_number,

    opened.touched_at
from opened
left join content_types on content_types.content_id = opened.content_id
left join page_types on page_types.page = opened.page
group by
    opened.definition_basis, opened.lead_id, opened.cycle_number, opened.touched_at
