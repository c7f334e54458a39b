-- One row per record and status that its tool told, in order, exits counted in spells.
with changes as (
    select * from {{ ref('int_status_changes') }}
),

stamps as (
    select * from {{ ref('int_status_stamps') }}
),

closing_stages as (
    select * from {{ ref('int_stages') }}
    where stage_path = 'exit' or stage = 'won'
),

told as (
    select
        system, source, object, native_id, new_stage as stage,
        case when system = 'ma' then 'ma_log' else 'sfa_history' end as evidence_type,
        changed_by, change_id as event_id, 1 as told_rank,
        changed_at as told_at, recorded_at, landed_at
    from changes
    union all
    select
        system, source, object, native_id, stage,
        case when system = 'ma' then 'ma_log' else 'sfa_stamp' end,
        null, native_id, 0,
        stamped_at, null, landed_at
    from stamps
)

-- A spell is a status that ends no cycle with the exits that follow it.
select
    told.system,
    told.source,
    told.object,
    told.native_id,
    told.stage,
    told.evidence_type,
    told.changed_by,
    told.event_id,

    sum(case when closing_stages.stage is null then 1 else 0 end) over (
        partition by told.object, told.source, told.native_id
        order by
            told.told_at asc nulls last,
            told.told_rank asc nulls last,
            told.event_id asc nulls last
        rows between unbounded preceding and current row
    ) as spell_number,

    closing_stages.stage is not null as is_exit,

    told.told_at,
    told.recorded_at,
    told.landed_at
from told
left join closing_stages on closing_stages.stage = told.stage
