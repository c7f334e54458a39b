-- One row per record of the export that an event may be about.
with leads as (
    select * from {{ ref('stg_exports__leads') }}
),

record_merges as (
    select * from {{ ref('stg_exports__merges') }}
),

records as (
    select * from {{ ref('stg_exports__records') }}
),

-- A merged loser or a converted contact may never be delivered as a row of its own.
mentioned as (
    select 'ma_lead' as object, source_record_id as native_id from leads
    union all
    select object, loser_id from record_merges
    union all
    select 'sfa_record', source_record_id from records
    union all
    select 'sfa_record', converted_contact_id from records
    where converted_contact_id is not null
)

select
    object,
    native_id
from mentioned
group by object, native_id
