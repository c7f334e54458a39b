-- One row per basis, open stage, team and age band: cycles that wait in it today.
with stays as (
    select * from {{ ref('int_stage_stays') }} where left_at is null
),

stages as (
    select * from {{ ref('int_stages') }}
    where (stage_path = 'success' and stage != 'won') or stage = 'recycled'
),

owner_spells as (
    select * from {{ ref('int_owner_spells') }}
),

deals as (
    select * from {{ ref('int_cycle_deals') }}
),

age_bands as (
    select * from {{ source('book', 'age_bands') }}
),

run as (
    select * from {{ ref('int_run') }}
),

bands as (
    select
        age_band,
        label_ja,
        label_en,
        days_from,
        lead(days_from) over (order by days_from asc nulls last) as days_below
    from age_bands
),

aged as (
    select
        stays.definition_basis,
        stays.stage,
        coalesce(deals.team, owner_spells.team, '(none)') as owner_team,
        stays.entered_at,
        {{ whole_days('stays.entered_at', 'run.as_of') }} as age_days
    from stays
    inner join stages on stages.stage = stays.stage
    cross join run
    left join deals
        on deals.definition_basis = stays.definition_basis
        and deals.lead_id = stays.lead_id
        and deals.cycle_number = stays.cycle_number
    left join owner_spells
        on owner_spells.lead_id = stays.lead_id
        and owner_spells.from_at <= run.as_of
        and owner_spells.to_at > run.as_of
)

select
    aged.definition_basis,
    aged.stage,
    aged.owner_team,
    bands.age_band,
    bands.label_ja,
    bands.label_en,

    bands.days_from,
    count(*) as cycles,
    cast(max(aged.age_days) as bigint) as oldest_days,

    min(aged.entered_at) as oldest_entered_at
from aged
inner join bands
    on bands.days_from <= aged.age_days
    and coalesce(bands.days_below > aged.age_days, true)
group by
    aged.definition_basis, aged.stage, aged.owner_team, bands.age_band, bands.label_ja,
    bands.label_en, bands.days_from
