-- One row per set of sources and clause of a shown version: whether they can know it.
with identities as (
    select * from {{ ref('int_identities') }}
),

source_sets as (
    select * from {{ ref('int_lead_source_sets') }}
),

capabilities as (
    select * from {{ ref('int_source_capabilities') }}
),

shown_clauses as (
    select * from {{ ref('int_shown_clauses') }}
),

members as (
    select source_sets.source_set, identities.source
    from identities
    inner join source_sets on source_sets.lead_id = identities.lead_id
    group by source_sets.source_set, identities.source
)

-- By which source somebody is known is always known.
select
    members.source_set,
    shown_clauses.definition_id,

    shown_clauses.rule_group,
    shown_clauses.clause_number,

    bool_or(
        capabilities.source is not null
        or (
            shown_clauses.signal = 'attribute'
            and shown_clauses.signal_argument = 'source'
        )
    ) as is_known
from members
cross join shown_clauses
left join capabilities
    on capabilities.source = members.source
    and capabilities.signal = shown_clauses.signal
    and (
        capabilities.signal_argument is null
        or capabilities.signal_argument = shown_clauses.signal_argument
    )
group by
    members.source_set, shown_clauses.definition_id, shown_clauses.rule_group,
    shown_clauses.clause_number
