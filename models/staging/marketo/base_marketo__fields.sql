-- One row per display name of a lead field, with its REST name, both in lower case.
with versions as (
    {{ judged_versions('marketo', 'lead_describe', ['restname']) }}
)

select
    lower(display_name) as display_name,
    min(lower(restname)) as rest_name
from versions
where disposition = 'accepted' and display_name is not null
group by lower(display_name)
