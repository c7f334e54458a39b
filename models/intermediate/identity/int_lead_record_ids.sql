-- One row per lead, with the one record of each tool that people should open.
with identities as (
    select * from {{ ref('int_identities') }} where is_delivered
),

records as (
    select 'sfa_record' as object, source, source_record_id, owner_id
    from {{ ref('int_port_records') }}
),

-- A living record before a deleted one; of the SFA's the newest, for a lead lives on as
-- its contact; of the MA's the oldest, for others are merged into it.
ranked as (
    select
        identities.*,
        row_number() over (
            partition by identities.lead_id, identities.object
            order by
                case when identities.deleted_at is null then 0 else 1 end
                asc nulls last,
                case
                    when identities.object = 'sfa_record' then identities.created_at
                end desc nulls last,
                identities.created_at asc nulls last,
                identities.source asc nulls last,
                identities.native_id asc nulls last
        ) as record_rank
    from identities
)

select
    ranked.lead_id,
    max(case when ranked.object = 'ma_lead' then ranked.native_id end) as ma_lead_id,
    max(case when ranked.object = 'sfa_record' then ranked.source end) as sfa_source,
    max(case when ranked.object = 'sfa_record' then ranked.native_id end)
        as sfa_record_id,
    max(records.owner_id) as owner_id
from ranked
left join records
    on records.source = ranked.source
    and records.object = ranked.object
    and records.source_record_id = ranked.native_id
where ranked.record_rank = 1
group by ranked.lead_id
