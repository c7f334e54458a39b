-- One row per lead or contact that an event may be about.
with versions as (
    select * from {{ ref('base_salesforce__records') }}
),

-- The contact that a lead became may not be delivered itself.
mentioned as (
    select id as native_id, coalesce(standing = 'tombstone', false) as is_deleted
    from versions
    where standing in ('accepted', 'tombstone')
    union all
    select converted_contact_id, false
    from versions
    where
        standing in ('accepted', 'tombstone')
        and converted_contact_id is not null
)

select
    native_id,

    bool_or(is_deleted) as is_deleted
from mentioned
group by native_id
