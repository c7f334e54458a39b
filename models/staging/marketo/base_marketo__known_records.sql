-- One row per lead that an activity may be about.
with leads as (
    select * from {{ ref('stg_marketo__leads') }}
),

record_merges as (
    select * from {{ ref('base_marketo__merges') }} where is_visible
),

possible_winners as (
    select source_record_id as native_id from leads
    union
    select loser_id from record_merges
),

steps as (
    select
        record_merges.loser_id as from_node,
        record_merges.winner_id as to_node
    from record_merges
    inner join possible_winners
        on possible_winners.native_id = record_merges.winner_id
),

merged_records as (
    {{ connected_components('steps') }}
),

delivered_groups as (
    select merged_records.component
    from merged_records
    inner join leads on leads.source_record_id = merged_records.node
    group by merged_records.component
)

-- A merged loser may vanish, or never come at all: what it did counts for its winner.
select
    'ma_lead' as object,
    source_record_id as native_id
from leads
union
select
    'ma_lead' as object,
    merged_records.node as native_id
from merged_records
inner join delivered_groups
    on delivered_groups.component = merged_records.component
