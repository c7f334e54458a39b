-- One row per merge of two records that the run may see.
with ma_merges as (
    {{ live_rows('exports', 'ma_merges') }}
),

sfa_merges as (
    {{ live_rows('exports', 'sfa_merges') }}
),

landed as (
    select 'ma_lead' as object, loser_id, winner_id, merged_at, _landed_at, _as_of
    from ma_merges
    union all
    select 'sfa_record', loser_id, winner_id, merged_at, _landed_at, _as_of
    from sfa_merges
)

select
    'exports' as source,
    object,
    loser_id,
    winner_id,

    merged_at,
    _landed_at as landed_at
from landed
where merged_at <= _as_of
