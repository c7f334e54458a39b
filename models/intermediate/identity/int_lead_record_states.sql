-- One row per lead, with what became of its records in the MA and in the SFA.
with identities as (
    select * from {{ ref('int_identities') }}
),

record_merges as (
    select * from {{ ref('int_port_merges') }}
),

-- A record that was merged away was deleted for that: the person was not.
fates as (
    select
        identities.lead_id,
        identities.object,
        identities.deleted_at,
        identities.deleted_at is not null as is_deleted,
        record_merges.merged_at,
        identities.is_delivered and record_merges.loser_id is null as is_own
    from identities
    left join record_merges
        on record_merges.source = identities.source
        and record_merges.object = identities.object
        and record_merges.loser_id = identities.native_id
)

select
    lead_id,

    coalesce(bool_and(is_deleted) filter (where is_own), false) as is_deleted,
    coalesce(
        bool_and(is_deleted) filter (where is_own and object = 'ma_lead'), false
    ) as is_ma_deleted,
    coalesce(
        bool_and(is_deleted) filter (where is_own and object = 'sfa_record'), false
    ) as is_sfa_deleted,

    case
        when bool_and(is_deleted) filter (where is_own)
            then max(deleted_at) filter (where is_own)
    end as deleted_at,
    max(case when object = 'ma_lead' then merged_at end) as ma_merged_at,
    max(case when object = 'sfa_record' then merged_at end) as sfa_merged_at
from fates
group by lead_id
