-- One row per scope, lead and instant at which its score changes, and by how much.
with steps as (
    select * from {{ ref('int_score_steps') }}
),

attribute_steps as (
    select * from {{ ref('int_attribute_steps') }}
),

scopes as (
    select * from {{ ref('int_score_scopes') }}
),

gaps as (
    select * from {{ ref('int_lead_gaps') }} where gap_basis = 'then'
),

half_lives as (
    select * from {{ source('book', 'score_half_lives') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- A lifetime is one stretch; a cycle's points begin anew after each exit.
stretches as (
    select 'lifetime' as counts_from, lead_id, 0 as gap_number,
        cast(null as timestamp) as starts_after_at, cast(null as timestamp) as exit_at
    from gaps
    where gap_number = 0
    union all
    select 'cycle', lead_id, gap_number, starts_after_at, exit_at
    from gaps
),

-- What comes and goes within a second changes nothing.
seconds as (
    select
        counts_from,
        lead_id,
        gap_number,
        kind,
        occurred_at,
        round(sum(points), 9) as points
    from steps
    group by counts_from, lead_id, gap_number, kind, occurred_at
    having round(sum(points), 9) != 0
),

earners as (
    select
        counts_from,
        lead_id,
        gap_number,
        kind,
        min(occurred_at) as first_at
    from seconds
    group by counts_from, lead_id, gap_number, kind
),

-- From another half-life on, what is left of the kind decays at another pace.
paces as (
    select
        half_lives.kind,
        {{ day_start('half_lives.valid_from', 'run.time_zone') }} as changed_at
    from half_lives
    cross join run
    where half_lives.valid_from is not null
),

changes as (
    select
        counts_from,
        lead_id,
        gap_number,
        case when kind = 'behaviour' then points else 0 end as behaviour_step,
        case when kind = 'engagement' then points else 0 end as engagement_step,
        0 as attribute_step,
        'touch' as cause,
        occurred_at as changed_at
    from seconds
    union all
    select
        scopes.counts_from, attribute_steps.lead_id, stretches.gap_number, 0, 0,
        attribute_steps.points,
        case when attribute_steps.is_of_lead then 'attribute' else 'book' end,
        attribute_steps.changed_at
    from attribute_steps
    cross join scopes
    inner join stretches
        on stretches.counts_from = scopes.counts_from
        and stretches.lead_id = attribute_steps.lead_id
        and coalesce(attribute_steps.changed_at > stretches.starts_after_at, true)
        and coalesce(attribute_steps.changed_at <= stretches.exit_at, true)
    union all
    -- The second of the exit itself still belongs to what it ends.
    select
        earners.counts_from, earners.lead_id, earners.gap_number + 1, 0, 0, 0, 'exit',
        {{ add_seconds('stretches.exit_at', 1) }}
    from earners
    inner join stretches
        on stretches.counts_from = earners.counts_from
        and stretches.lead_id = earners.lead_id
        and stretches.gap_number = earners.gap_number
        and stretches.exit_at is not null
    union all
    select
        earners.counts_from, earners.lead_id, earners.gap_number, 0, 0, 0, 'book',
        paces.changed_at
    from earners
    inner join stretches
        on stretches.counts_from = earners.counts_from
        and stretches.lead_id = earners.lead_id
        and stretches.gap_number = earners.gap_number
    inner join paces
        on paces.kind = earners.kind
        and paces.changed_at > earners.first_at
        and coalesce(paces.changed_at <= stretches.exit_at, true)
)

select
    changes.counts_from,
    changes.lead_id,
    -- Of several causes in one second the one a person is behind is named.
    case
        when bool_or(changes.cause = 'touch') then 'touch'
        when bool_or(changes.cause = 'attribute') then 'attribute'
        else max(changes.cause)
    end as cause,

    changes.gap_number,
    sum(changes.behaviour_step) as behaviour_step,
    sum(changes.engagement_step) as engagement_step,
    sum(changes.attribute_step) as attribute_step,

    {{ company_day('changes.changed_at') }} as changed_on,
    changes.changed_at
from changes
cross join run
where changes.changed_at <= run.as_of
group by
    changes.counts_from, changes.lead_id, changes.gap_number, changes.changed_at,
    run.time_zone, run.utc_offset_minutes
