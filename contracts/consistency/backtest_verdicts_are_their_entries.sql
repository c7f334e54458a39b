-- id: backtest_verdicts_are_their_entries
-- table: marts.mart_definition_backtest_leads
-- kind: verdicts
-- promise: A lead is gained with entries of the tried version alone, lost with those of
--   the baseline alone, kept with both; what became of it came at or after the first.
with leads as (
    select * from {batch}
)

select
    baseline_definition_id,
    tried_definition_id,
    lead_id
from leads
where
    (baseline_entries > 0) <> (baseline_at is not null)
    or (tried_entries > 0) <> (tried_at is not null)
    or verdict <> case
        when baseline_at is null and tried_at is not null then 'gained'
        when baseline_at is not null and tried_at is null then 'lost'
        when baseline_at is not null then 'kept'
        else 'neither'
    end
    or least(sql_at, opportunity_at, won_at) < least(baseline_at, tried_at)
