-- One row per lead cycle and stage that needs somebody's correction, most money first.
with agreement as (
    select * from {{ ref('fct_stage_agreement') }} where verdict != 'agree'
),

cycles as (
    select * from {{ ref('fct_lead_cycles') }}
),

opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

clauses as (
    select * from {{ ref('int_stage_clauses') }}
),

claims as (
    select * from {{ ref('int_cycle_claims') }} where definition_basis = 'then'
),

record_ids as (
    select * from {{ ref('int_lead_record_ids') }}
),

user_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'user'
),

stages as (
    select * from {{ ref('int_stages') }}
),

entries as (
    select * from {{ ref('fct_stage_entries') }} where not is_inferred
),

run as (
    select * from {{ ref('int_run') }}
),

-- Amounts in another currency are not added; those without one are the company's.
amounts as (
    select opportunities.*
    from opportunities
    cross join run
    where coalesce(opportunities.currency, run.currency) = run.currency
),

open_pipeline as (
    select lead_id, cycle_number, sum(amount) as open_amount
    from amounts
    where outcome = 'open'
    group by lead_id, cycle_number
),

-- What a cycle in the stage has been worth so far: how many got a deal, times its size.
stage_worth as (
    select
        entries.stage,
        cast(count(cycles.opportunity_at) as double) / nullif(count(*), 0)
        * (select avg(cast(amount as double)) from amounts) as expected_amount
    from entries
    inner join cycles
        on cycles.lead_id = entries.lead_id
        and cycles.cycle_number = entries.cycle_number
    group by entries.stage
),

valued as (
    select
        agreement.*,
        cycles.is_open,
        case
            when not cycles.is_open then 'closed cycle'
            when open_pipeline.open_amount is not null then 'open opportunities'
            when stage_worth.expected_amount is not null then 'average of the stage'
        end as stake_basis,
        case
            when not cycles.is_open then 0
            else
                coalesce(
                    cast(open_pipeline.open_amount as double),
                    stage_worth.expected_amount
                )
        end as stake,
        {{ earliest(['agreement.ma_at', 'agreement.sfa_at', 'agreement.defined_at']) }}
            as said_at
    from agreement
    inner join cycles
        on cycles.lead_id = agreement.lead_id
        and cycles.cycle_number = agreement.cycle_number
    left join open_pipeline
        on open_pipeline.lead_id = agreement.lead_id
        and open_pipeline.cycle_number = agreement.cycle_number
    left join stage_worth on stage_worth.stage = agreement.stage
),

-- Whose record has to change: the side that is silent, late, declared too much or put a
-- lower stage after a higher one.
sided as (
    select
        valued.*,
        case
            when valued.verdict = 'missing in MA' then 'ma'
            when valued.verdict = 'missing in SFA' then 'sfa'
            when valued.verdict = 'impossible order'
                then case
                    when claims.is_sfa_out_of_order then 'sfa'
                    when claims.is_ma_out_of_order then 'ma'
                    when claims.is_sfa_ahead then 'sfa'
                    else 'ma'
                end
            when valued.ma_definition_verdict = valued.verdict then 'ma'
            when valued.sfa_definition_verdict = valued.verdict then 'sfa'
            when valued.ma_at is null then 'ma'
            when valued.ma_at > valued.sfa_at then 'ma'
            else 'sfa'
        end as side_to_mend
    from valued
    inner join claims
        on claims.lead_id = valued.lead_id
        and claims.cycle_number = valued.cycle_number
        and claims.stage = valued.stage
),

-- A tool that has no record of the person has none to correct: the other hands it over.
assigned as (
    select
        sided.*,
        record_ids.ma_lead_id,
        record_ids.sfa_record_id,
        record_ids.sfa_source,
        record_ids.owner_id,
        case
            when sided.side_to_mend = 'sfa' and record_ids.sfa_record_id is null
                then 'ma'
            when sided.side_to_mend = 'ma' and record_ids.ma_lead_id is null
                then 'sfa'
            else sided.side_to_mend
        end as system_to_mend
    from sided
    left join record_ids on record_ids.lead_id = sided.lead_id
)

select
    assigned.lead_id,
    assigned.stage,
    case when assigned.ma_lead_id like '%@%' then '[e-mail]'
        else assigned.ma_lead_id end as ma_lead_id,
    case when assigned.sfa_record_id like '%@%' then '[e-mail]'
        else assigned.sfa_record_id end as sfa_record_id,
    user_keys.record_key as owner_id,
    assigned.verdict,
    assigned.ma_sfa_verdict,
    assigned.ma_definition_verdict,
    assigned.sfa_definition_verdict,
    assigned.system_to_mend,
    clauses.definition_id,
    clauses.clause_text,
    assigned.stake_basis,
    run.currency,

    assigned.cycle_number,
    row_number() over (
        order by
            assigned.stake desc nulls last,
            assigned.said_at desc nulls last,
            stages.stage_order asc nulls last,
            assigned.lead_id asc nulls last,
            assigned.cycle_number asc nulls last
    ) as queue_rank,
    round(assigned.stake, 2) as pipeline_at_stake,
    assigned.sync_delay_hours,

    assigned.is_open,
    coalesce(clauses.is_unmet, false) as is_clause_unmet,

    assigned.ma_at,
    assigned.sfa_at,
    assigned.defined_at
from assigned
cross join run
inner join stages on stages.stage = assigned.stage
left join clauses
    on clauses.lead_id = assigned.lead_id
    and clauses.cycle_number = assigned.cycle_number
    and clauses.stage = assigned.stage
left join user_keys
    on user_keys.source = assigned.sfa_source
    and user_keys.native_id = assigned.owner_id
