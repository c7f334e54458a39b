-- One row per merge of two MA records that the run may see.
with record_merges as (
    select * from {{ ref('base_marketo__merges') }} where is_visible
),

known_records as (
    select * from {{ ref('base_marketo__known_records') }}
)

-- Two activities of one second may say the same merge.
select
    'marketo' as source,
    'ma_lead' as object,
    record_merges.loser_id,
    record_merges.winner_id,

    record_merges.merged_at,
    min(record_merges.landed_at) as landed_at
from record_merges
inner join known_records on known_records.native_id = record_merges.winner_id
group by record_merges.loser_id, record_merges.winner_id, record_merges.merged_at
