-- One row per basis, period and stage: who was in it, came, left and is in it.
with stays as (
    select * from {{ ref('int_stage_stays') }}
),

stages as (
    select * from {{ ref('int_stages') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }} where is_published
),

knowledge as (
    select * from {{ ref('int_set_knowledge') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

days as (
    select * from {{ ref('int_days') }}
),

run as (
    select * from {{ ref('int_run') }}
),

periods as (
    select period_grain, day_on, period_on from day_periods
    union all
    select 'day', day_on, day_on from days
),

-- A stage that no source can know is unknown, not empty.
known_stages as (
    select definition_basis, stage
    from knowledge
    group by definition_basis, stage
),

stage_periods as (
    select
        bases.definition_basis,
        stages.stage,
        periods.period_grain,
        periods.period_on,
        known_stages.stage is not null as is_known
    from bases
    cross join stages
    cross join (
        select period_grain, period_on from periods group by period_grain, period_on
    ) as periods
    left join known_stages
        on known_stages.definition_basis = bases.definition_basis
        and known_stages.stage = stages.stage
),

moves as (
    select
        stays.definition_basis,
        stays.stage,
        {{ company_day('stays.entered_at') }} as moved_on,
        cast(null as varchar) as left_to
    from stays
    cross join run
    union all
    select
        stays.definition_basis,
        stays.stage,
        {{ company_day('stays.left_at') }},
        stays.left_to
    from stays
    cross join run
    where stays.left_at is not null
),

counted as (
    select
        moves.definition_basis,
        moves.stage,
        periods.period_grain,
        periods.period_on,
        count(*) filter (where moves.left_to is null) as cycles_in,
        count(moves.left_to) as cycles_out,
        count(*) filter (where stages.stage_path = 'success') as cycles_advanced,
        count(*) filter (where moves.left_to = 'recycled') as cycles_recycled,
        count(*) filter (where moves.left_to = 'disqualified') as cycles_disqualified,
        count(*) filter (where moves.left_to = 'lost') as cycles_lost,
        count(*) filter (where moves.left_to = 'reopened') as cycles_reopened,
        count(*) filter (where moves.left_to = 'deleted') as cycles_deleted
    from moves
    inner join periods on periods.day_on = moves.moved_on
    left join stages on stages.stage = moves.left_to
    group by
        moves.definition_basis, moves.stage, periods.period_grain, periods.period_on
),

-- Nobody came or left in a period without a move.
filled as (
    select
        stage_periods.*,
        coalesce(counted.cycles_in, 0) as cycles_in,
        coalesce(counted.cycles_out, 0) as cycles_out,
        coalesce(counted.cycles_advanced, 0) as cycles_advanced,
        coalesce(counted.cycles_recycled, 0) as cycles_recycled,
        coalesce(counted.cycles_disqualified, 0) as cycles_disqualified,
        coalesce(counted.cycles_lost, 0) as cycles_lost,
        coalesce(counted.cycles_reopened, 0) as cycles_reopened,
        coalesce(counted.cycles_deleted, 0) as cycles_deleted
    from stage_periods
    left join counted
        on counted.definition_basis = stage_periods.definition_basis
        and counted.stage = stage_periods.stage
        and counted.period_grain = stage_periods.period_grain
        and counted.period_on = stage_periods.period_on
),

stocks as (
    select
        *,
        cast(
            sum(cycles_in - cycles_out) over (
                partition by definition_basis, stage, period_grain
                order by period_on asc nulls last
            ) as bigint
        ) as cycles_closing
    from filled
)

select
    definition_basis,
    period_grain,
    stage,
    case when is_known then 'observed' else 'unknown' end as stage_knowledge,

    case when is_known then cycles_closing - cycles_in + cycles_out end
        as cycles_opening,
    case when is_known then cycles_in end as cycles_in,
    case when is_known then cycles_out end as cycles_out,
    case when is_known then cycles_advanced end as cycles_advanced,
    case when is_known then cycles_recycled end as cycles_recycled,
    case when is_known then cycles_disqualified end as cycles_disqualified,
    case when is_known then cycles_lost end as cycles_lost,
    case when is_known then cycles_reopened end as cycles_reopened,
    case when is_known then cycles_deleted end as cycles_deleted,
    case when is_known then cycles_closing end as cycles_closing,

    period_on
from stocks
