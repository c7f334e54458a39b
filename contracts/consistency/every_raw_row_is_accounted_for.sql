-- id: every_raw_row_is_accounted_for
-- table: intermediate.int_row_accounting
-- kind: accounting
-- promise: Of every file, physical records = accepted + quarantined + exact duplicates +
--   superseded + tombstones + held + erased, and an independent counter saw as many.
with accounting as (
    select * from {batch}
)

select
    source,
    table_name
from accounting
where
    physical_records is distinct from counted_records
    or physical_records is distinct from (
        accepted + quarantined + exact_duplicates + superseded + tombstones + held
        + erased
    )
    or least(
        accepted, quarantined, exact_duplicates, superseded, tombstones, held, erased
    ) < 0
