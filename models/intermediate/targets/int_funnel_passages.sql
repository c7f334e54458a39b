-- One row per lead cycle or expansion deal and stage it passed, and whose work it was.
with stage_times as (
    select * from {{ ref('int_cycle_stage_times') }}
    where definition_basis = 'then' and entry_policy = 'filled'
),

entry_kinds as (
    select * from {{ ref('int_entry_kinds') }} where definition_basis = 'then'
),

stages as (
    select * from {{ ref('int_stages') }} where stage_path = 'success'
),

channels as (
    select * from {{ source('book', 'channels') }}
),

expansion_deals as (
    select * from {{ ref('int_deal_kinds') }}
    where is_expansion and registered_at is not null
),

run as (
    select * from {{ ref('int_run') }}
),

passages as (
    select
        cast(stage_times.lead_id as varchar) as whose,
        cast(stage_times.cycle_number as varchar) as which,
        coalesce(channels.source_group, 'unknown') as source_group,
        entry_kinds.owner_team,
        stage_times.stage,
        stage_times.cycle_number > 1 as is_recycled,
        not stage_times.is_inferred as is_observed,
        stage_times.entered_on,
        stage_times.occurred_at
    from stage_times
    inner join entry_kinds
        on entry_kinds.lead_id = stage_times.lead_id
        and entry_kinds.cycle_number = stage_times.cycle_number
        and entry_kinds.stage = stage_times.stage
    left join channels on channels.channel = entry_kinds.channel
    union all
    select
        source, opportunity_id, source_group, owner_team, 'opportunity', false, true,
        {{ company_day('registered_at') }}, registered_at
    from expansion_deals
    cross join run
    union all
    select
        source, opportunity_id, source_group, owner_team, 'won', false, true,
        {{ company_day('won_at') }},
        case when won_at < registered_at then registered_at else won_at end
    from expansion_deals
    cross join run
    where won_at is not null
)

select
    {{ key_of("passages.whose || ':' || passages.which") }} as path_key,
    passages.source_group,
    passages.owner_team,
    passages.stage,

    stages.stage_order,

    passages.is_recycled,
    passages.is_observed,

    passages.entered_on,
    passages.occurred_at
from passages
inner join stages on stages.stage = passages.stage
