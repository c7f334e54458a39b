-- One row per lead or contact that was merged into another one.
with versions as (
    select * from {{ ref('base_salesforce__records') }}
)

-- The loser is deleted and names its winner; one that came back is no loser any more.
select
    'salesforce' as source,
    'sfa_record' as object,
    id as loser_id,
    master_record_id as winner_id,

    deleted_at as merged_at,
    _landed_at as landed_at
from versions
where standing = 'tombstone' and master_record_id != id
