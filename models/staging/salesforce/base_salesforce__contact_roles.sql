-- One row per landed version of a role in an opportunity, with what becomes of it.
with landed as (
    {{ judged_versions(
        'salesforce', 'opportunity_contact_role', ['id'],
        written_at='system_modstamp', deleted='is_deleted',
        received_at='fivetran_synced'
    ) }}
),

-- One person may have several roles in one opportunity: the primary one stands for all.
primary_first as (
    select
        *,
        row_number() over (
            partition by opportunity_id, contact_id, disposition
            order by
                coalesce(is_primary, false) desc nulls last,
                id asc nulls last
        ) as role_rank
    from landed
)

select
    id,
    opportunity_id,
    contact_id,
    role,

    is_primary,

    _landed_at,
    case
        when disposition = 'accepted' and role_rank > 1 then 'superseded'
        else disposition
    end as disposition,
    reason_code
from primary_first
