-- id: data_entry_shares_are_their_definition
-- table: marts.mart_data_entry
-- kind: adding up
-- promise: A share is kept over due, nobody kept more than was due, and each rule has as
--   much due in its weeks as in its months and quarters.
with entries as (
    select * from {batch}
),

totals as (
    select
        *,
        sum(entries_due) over (partition by data_entry_rule_id, period_grain)
            as due_in_grain,
        sum(entries_due) over (partition by data_entry_rule_id) as due_in_all_grains
    from entries
)

select
    period_grain,
    period_on,
    data_entry_rule_id,
    team,
    user_id
from totals
where
    entries_due < 1
    or entries_kept > entries_due
    or abs(kept_share - cast(entries_kept as double) / entries_due) > 1e-9
    or 3 * due_in_grain <> due_in_all_grains
