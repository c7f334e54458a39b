-- One row per merge of two MA records that the run may see.
with landed as (
    {{ live_rows('exports', 'ma_merges') }}
)

select
    'exports' as source,
    'ma_lead' as object,
    loser_id,
    winner_id,

    merged_at,
    _landed_at as landed_at
from landed
where merged_at <= _as_of
