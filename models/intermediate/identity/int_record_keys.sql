-- One row per record id of a tool that landed, with its pseudonym as a key to join by.
with record_keys as (
    select * from {{ source('keys', 'record_keys') }}
)

select
    source,
    object,
    native_id,
    {{ as_key('record_key') }} as record_key
from record_keys
