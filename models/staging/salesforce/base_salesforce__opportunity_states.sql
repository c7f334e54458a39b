-- One row per landed version of an opportunity's state, with what becomes of it.
with landed as (
    {{ judged_versions(
        'salesforce', 'opportunity_history', ['id', 'fivetran_start'],
        received_at='fivetran_synced'
    ) }}
),

opportunities as (
    select * from {{ ref('base_salesforce__known_opportunities') }}
),

-- A state delivered again does not follow itself: the newest delivery stands for it.
followed as (
    select
        landed.*,
        opportunities.opportunity_id is null as is_orphan,
        lag(landed.fivetran_start) over earlier as previous_start,
        lag(landed.stage_name) over earlier as previous_stage,
        lag(landed.amount) over earlier as previous_amount,
        lag(landed.close_date) over earlier as previous_close_date
    from landed
    left join opportunities on opportunities.opportunity_id = landed.id
    window earlier as (
        partition by landed.id, landed.version_rank = 1
        order by landed.fivetran_start asc nulls last
    )
)

select
    id,
    stage_name,
    previous_stage,

    amount,
    previous_amount,

    close_date,
    previous_close_date,
    fivetran_start,
    previous_start,
    _landed_at,
    case
        when version_rank > 1 then 'superseded'
        when is_orphan then 'held'
        when fivetran_start <= _as_of then 'accepted'
        else 'held'
    end as disposition,
    case when version_rank = 1 and is_orphan then 'UNKNOWN_RECORD' end as reason_code
from followed
