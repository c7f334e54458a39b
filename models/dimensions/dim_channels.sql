-- One row per channel: how a lead was won (means) and where it came from (origin).
with channels as (
    select * from {{ source('book', 'channels') }}
)

-- Leads without a source, and those whose source nobody mapped, are no channel.
select
    channel,
    means,
    origin,
    source_group,
    label_ja,
    label_en,

    is_online
from channels
union all
select '(none)', null, null, 'unknown', 'なし', 'No source given', null
union all
select '(unmapped)', null, null, 'unknown', '未対応', 'Source not mapped', null
