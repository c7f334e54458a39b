-- One row per piece of feedback on a lead that the run may see, as last delivered.
with landed as (
    {{ live_rows('exports', 'lead_feedback') }}
),

known_records as (
    select * from {{ ref('base_exports__known_records') }} where object = 'sfa_record'
),

newest_first as (
    select
        *,
        row_number() over (
            partition by feedback_id
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
)

-- What is about a record that is not known yet is held until it is.
select
    'exports' as source,
    newest_first.feedback_id,
    newest_first.sfa_record_id as source_record_id,
    newest_first.rating,
    newest_first.reason,
    newest_first.given_by,

    newest_first.given_at,
    newest_first._landed_at as landed_at
from newest_first
inner join known_records
    on known_records.native_id = newest_first.sfa_record_id
where
    newest_first.version_rank = 1
    and newest_first.given_at <= newest_first._as_of
