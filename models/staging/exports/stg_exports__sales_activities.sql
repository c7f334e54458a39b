-- One row per sales activity that the run may see, as last delivered.
with landed as (
    {{ live_rows('exports', 'sfa_activities') }}
),

known_records as (
    select * from {{ ref('base_exports__known_records') }} where object = 'sfa_record'
),

newest_first as (
    select
        *,
        row_number() over (
            partition by activity_id
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
)

-- What is about a record that is not known yet is held until it is.
select
    'exports' as source,
    newest_first.activity_id,
    newest_first.sfa_record_id as source_record_id,
    newest_first.opportunity_id,
    newest_first.owner_id,
    newest_first.activity_type,
    newest_first.outcome,
    newest_first.comment,

    newest_first.is_automated,

    newest_first.occurred_at,
    newest_first.recorded_at,
    newest_first._landed_at as landed_at
from newest_first
left join known_records
    on known_records.native_id = newest_first.sfa_record_id
where
    newest_first.version_rank = 1
    and (
        newest_first.sfa_record_id is null or known_records.native_id is not null
    )
    and newest_first.occurred_at <= newest_first._as_of
    and coalesce(newest_first.recorded_at, newest_first.occurred_at)
    <= newest_first._as_of
