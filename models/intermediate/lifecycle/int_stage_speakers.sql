-- One row per stage and which side, MA or SFA, can say that a lead is in it.
with stages as (
    select * from {{ ref('int_stages') }} where stage != 'lead'
),

capabilities as (
    select * from {{ ref('int_port_capabilities') }}
)

-- A tool that never could say a stage is not missing it. One that keeps a status can
-- say every stage.
select
    stages.stage,

    bool_or(capabilities.signal = 'ma_status') as can_ma_say,
    bool_or(capabilities.signal != 'ma_status') as can_sfa_say
from stages
inner join capabilities
    on (
        capabilities.signal in ('ma_status', 'sfa_status')
        and coalesce(capabilities.signal_argument, stages.stage) = stages.stage
    )
    or (capabilities.signal = 'opportunity_created' and stages.stage = 'opportunity')
    or (capabilities.signal = 'opportunity_won' and stages.stage = 'won')
    or (capabilities.signal = 'opportunity_lost' and stages.stage = 'lost')
group by stages.stage
