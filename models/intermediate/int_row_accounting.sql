-- One row per landed table of a connected source: what became of every physical record.
with feeds as (
    select * from {{ source('landing', 'feeds') }}
),

batches as (
    select * from {{ source('landing', 'batches') }}
),

run as (
    select * from {{ ref('int_run') }}
),

dispositions as (
    select * from {{ ref('int_port_dispositions') }}
),

retracted as (
    select * from {{ source('landing', 'retracted') }}
),

landed as (
    select
        batches.source,
        batches.table_name,
        count(*) as batches,
        sum(batches.physical_records) as physical_records,
        sum(batches.counted_records) as counted_records,
        sum(batches.landed) as landed,
        sum(batches.quarantined) as quarantined,
        sum(batches.exact_duplicates) as exact_duplicates
    from batches
    cross join run
    where batches.batch_number <= run.landing_watermark
    group by batches.source, batches.table_name
),

withdrawn as (
    select source, table_name, count(*) as retracted
    from retracted
    cross join run
    where batch_number <= run.landing_watermark
    group by source, table_name
),

judged as (
    select
        source,
        table_name,
        sum(case when disposition = 'accepted' then row_count else 0 end) as accepted,
        sum(case when disposition = 'superseded' then row_count else 0 end)
            as superseded,
        sum(case when disposition = 'tombstone' then row_count else 0 end)
            as tombstones,
        sum(case when disposition = 'held' then row_count else 0 end) as held,
        sum(case when disposition = 'quarantined' then row_count else 0 end)
            as quarantined
    from dispositions
    group by source, table_name
)

-- A table without a batch, or without a withdrawn row, has none: 0 is its count.
select
    feeds.source,
    feeds.table_name,

    cast(coalesce(landed.batches, 0) as bigint) as batches,
    cast(coalesce(landed.physical_records, 0) as bigint) as physical_records,
    cast(coalesce(landed.counted_records, 0) as bigint) as counted_records,
    cast(coalesce(landed.landed, 0) as bigint) as landed,
    cast(coalesce(judged.accepted, 0) as bigint) as accepted,
    cast(
        coalesce(landed.quarantined, 0) + coalesce(withdrawn.retracted, 0)
        + coalesce(judged.quarantined, 0) as bigint
    ) as quarantined,
    cast(coalesce(landed.exact_duplicates, 0) as bigint) as exact_duplicates,
    cast(coalesce(judged.superseded, 0) as bigint) as superseded,
    cast(coalesce(judged.tombstones, 0) as bigint) as tombstones,
    cast(coalesce(judged.held, 0) as bigint) as held,
    cast(0 as bigint) as erased
from feeds
left join landed
    on landed.source = feeds.source
    and landed.table_name = feeds.table_name
left join withdrawn
    on withdrawn.source = feeds.source
    and withdrawn.table_name = feeds.table_name
left join judged
    on judged.source = feeds.source
    and judged.table_name = feeds.table_name
where feeds.is_connected
