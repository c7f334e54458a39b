-- One row per lead cycle and stage declared that a rule did not grant: what it lacked.
with claims as (
    select * from {{ ref('int_cycle_claims') }}
    where definition_basis = 'then' and defined_at is null
),

day_conditions as (
    select * from {{ ref('int_day_conditions') }}
    where gap_basis = 'then' and has_record
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

definition_segments as (
    select * from {{ ref('int_definition_segments') }} where definition_basis = 'then'
),

rule_groups as (
    select * from {{ ref('int_rule_groups') }} where definition_basis = 'then'
),

rule_clauses as (
    select * from {{ ref('int_rule_clauses') }}
    where definition_basis = 'then' and clause_bit is not null
),

run as (
    select * from {{ ref('int_run') }}
),

-- Only a stage with rules that are evaluated can lack something.
ruled_stages as (
    select stage from rule_groups group by stage
),

declared as (
    select
        claims.lead_id,
        claims.cycle_number,
        claims.stage,
        {{ earliest(['claims.ma_at', 'claims.sfa_at']) }} as declared_at,
        {{ company_day(earliest(['claims.ma_at', 'claims.sfa_at'])) }}
            as declared_on
    from claims
    inner join ruled_stages on ruled_stages.stage = claims.stage
    cross join run
),

-- What held at the end of the last day on which the lead did anything.
last_states as (
    select
        declared.lead_id,
        declared.cycle_number,
        declared.stage,
        declared.declared_on,
        coalesce(day_conditions.held_mask, profiles.attribute_mask, 0) as held_mask,
        row_number() over (
            partition by declared.lead_id, declared.cycle_number, declared.stage
            order by
                day_conditions.day_on desc nulls last,
                day_conditions.gap_number desc nulls last
        ) as state_rank
    from declared
    left join day_conditions
        on day_conditions.lead_id = declared.lead_id
        and day_conditions.day_on <= declared.declared_on
    left join profiles
        on profiles.lead_id = declared.lead_id
        and profiles.valid_from_at <= declared.declared_at
        and profiles.valid_to_at > declared.declared_at
),

-- The group of rules that came nearest, of the definition that applies to the lead.
nearest_groups as (
    select
        last_states.lead_id,
        last_states.cycle_number,
        last_states.stage,
        last_states.held_mask,
        rule_groups.definition_id,
        rule_groups.rule_group,
        row_number() over (
            partition by
                last_states.lead_id, last_states.cycle_number, last_states.stage
            order by
                bit_count(rule_groups.required_mask & ~last_states.held_mask)
                + bit_count(rule_groups.forbidden_mask & last_states.held_mask)
                asc nulls last,
                rule_groups.definition_id asc nulls last,
                rule_groups.rule_group asc nulls last
        ) as group_rank
    from last_states
    inner join definition_segments
        on definition_segments.stage = last_states.stage
        and definition_segments.from_on <= last_states.declared_on
        and definition_segments.to_on > last_states.declared_on
        and (last_states.held_mask & definition_segments.segment_bit)
        = definition_segments.segment_bit
        and (last_states.held_mask & definition_segments.excluded_mask) = 0
    inner join rule_groups
        on rule_groups.definition_id = definition_segments.definition_id
        and rule_groups.from_on = definition_segments.from_on
    where last_states.state_rank = 1
)

select
    nearest_groups.lead_id,
    nearest_groups.stage,
    nearest_groups.definition_id,
    {{ joined_texts('rule_clauses.clause_text', ' and ', 'rule_clauses.clause_bit') }}
        as clause_text,

    nearest_groups.cycle_number,
    nearest_groups.rule_group
from nearest_groups
inner join rule_clauses
    on rule_clauses.definition_id = nearest_groups.definition_id
    and rule_clauses.rule_group = nearest_groups.rule_group
    and case
        when rule_clauses.is_negated
            then (rule_clauses.clause_bit & nearest_groups.held_mask) != 0
        else (rule_clauses.clause_bit & nearest_groups.held_mask) = 0
    end
where nearest_groups.group_rank = 1
group by
    nearest_groups.lead_id, nearest_groups.cycle_number, nearest_groups.stage,
    nearest_groups.definition_id, nearest_groups.rule_group
