-- One row per program, its newest visible version.
with landed as (
    {{ live_rows('marketo', 'program') }}
),

company as (
    select * from {{ source('book', 'company') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by id
            order by
                coalesce(updated_at <= _as_of, true) desc nulls last,
                case when updated_at <= _as_of then updated_at end desc nulls last,
                case when updated_at > _as_of then updated_at end asc nulls last,
                _delivery_number desc nulls last,
                _batch_number desc nulls last,
                _row_number desc nulls last
        ) as version_rank
    from landed
)

-- Midnight is how a bare day arrives; any other instant lies in the company's day.
select
    'marketo' as source,
    newest_first.id as campaign_id,
    newest_first.name,
    newest_first.channel,
    newest_first.persona,
    newest_first.appeal,

    case
        when newest_first.start_date = date_trunc('day', newest_first.start_date)
            then cast(newest_first.start_date as date)
        else {{ local_day('newest_first.start_date', 'company.time_zone') }}
    end as started_on,
    case
        when newest_first.end_date = date_trunc('day', newest_first.end_date)
            then cast(newest_first.end_date as date)
        else {{ local_day('newest_first.end_date', 'company.time_zone') }}
    end as ended_on,
    newest_first._landed_at as landed_at
from newest_first
cross join company
where newest_first.version_rank = 1
