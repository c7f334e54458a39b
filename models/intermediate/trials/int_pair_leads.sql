-- One row per pair of versions and lead with a comparable entry under one of them.
with entries as (
    select * from {{ ref('int_pair_entries') }} where is_comparable
),

counted as (
    select
        baseline_definition_id,
        tried_definition_id,
        stage,
        lead_id,
        count(*) filter (where side = 'baseline') as baseline_entries,
        count(*) filter (where side = 'tried') as tried_entries,
        min(case when side = 'baseline' then occurred_at end) as baseline_at,
        min(case when side = 'tried' then occurred_at end) as tried_at
    from entries
    group by baseline_definition_id, tried_definition_id, stage, lead_id
)

select
    baseline_definition_id,
    tried_definition_id,
    stage,
    lead_id,
    case
        when tried_entries = 0 then 'lost'
        when baseline_entries = 0 then 'gained'
        else 'kept'
    end as verdict,

    baseline_entries,
    tried_entries,

    baseline_at,
    tried_at
from counted
