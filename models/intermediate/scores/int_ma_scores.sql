-- One row per MA source and lead, with the score that the MA itself shows.
with leads as (
    select * from {{ ref('int_port_leads') }} where deleted_at is null
),

lead_changes as (
    select * from {{ ref('int_port_lead_changes') }} where field = 'score'
),

lead_attributes as (
    select * from {{ ref('int_port_lead_attributes') }} where attribute = 'score'
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'ma_lead'
),

told as (
    select source, source_record_id, new_value as value, changed_at as told_at
    from lead_changes
    union all
    select source, source_record_id, value, observed_at
    from lead_attributes
),

last_told as (
    select
        *,
        row_number() over (
            partition by source, source_record_id
            order by told_at desc nulls last, value desc nulls last
        ) as told_rank
    from told
)

-- The record's own field, else what was last told of it; of several records the most.
select
    leads.source,
    identities.lead_id,

    max(
        coalesce(
            leads.score,
            cast(try_cast(last_told.value as decimal(18, 6)) as double)
        )
    ) as ma_score
from leads
inner join identities
    on identities.source = leads.source
    and identities.native_id = leads.source_record_id
left join last_told
    on last_told.source = leads.source
    and last_told.source_record_id = leads.source_record_id
    and last_told.told_rank = 1
group by leads.source, identities.lead_id
