-- One row per basis and recycled lead cycle, with how the person came back.
with entries as (
    select * from {{ ref('int_cycle_entries') }}
),

cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }} where stage = 'sql'
),

feedback as (
    select * from {{ ref('int_port_feedback') }} where reason is not null
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'sfa_record'
),

recycled as (
    select * from entries where stage = 'recycled'
),

-- The next cycle of the person; one that is not counted is no way back.
numbered as (
    select
        *,
        lead(cycle_number) over (
            partition by definition_basis, lead_id
            order by cycle_number asc nulls last
        ) as next_cycle_number,
        lead(opened_at) over (
            partition by definition_basis, lead_id
            order by cycle_number asc nulls last
        ) as reopened_at
    from cycles
),

-- A status says no reason: the last feedback of the cycle does.
told_reasons as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        {{ without_contacts('feedback.reason') }} as reason,
        row_number() over (
            partition by cycles.definition_basis, cycles.lead_id, cycles.cycle_number
            order by
                feedback.given_at desc nulls last,
                feedback.feedback_id desc nulls last
        ) as recency_rank
    from feedback
    inner join identities
        on identities.source = feedback.source
        and identities.native_id = feedback.source_record_id
    inner join cycles
        on cycles.lead_id = identities.lead_id
        and cycles.takes_from_at <= feedback.given_at
        and cycles.takes_to_at > feedback.given_at
)

select
    recycled.definition_basis,
    recycled.lead_id,
    coalesce(recycled.reason, told_reasons.reason, '(none)') as reason,

    recycled.cycle_number,
    {{ elapsed_days('recycled.occurred_at', 'numbered.reopened_at') }}
        as days_to_reentry,

    lead_knowledge.lead_id is not null as is_sql_known,

    recycled.occurred_at as recycled_at,
    numbered.reopened_at,
    next_sql.occurred_at as sql_at
from recycled
inner join numbered
    on numbered.definition_basis = recycled.definition_basis
    and numbered.lead_id = recycled.lead_id
    and numbered.cycle_number = recycled.cycle_number
left join entries as next_sql
    on next_sql.definition_basis = recycled.definition_basis
    and next_sql.lead_id = recycled.lead_id
    and next_sql.cycle_number = numbered.next_cycle_number
    and next_sql.stage = 'sql'
    and not next_sql.is_out_of_order
left join lead_knowledge
    on lead_knowledge.definition_basis = recycled.definition_basis
    and lead_knowledge.lead_id = recycled.lead_id
left join told_reasons
    on told_reasons.definition_basis = recycled.definition_basis
    and told_reasons.lead_id = recycled.lead_id
    and told_reasons.cycle_number = recycled.cycle_number
    and told_reasons.recency_rank = 1
