-- One row per kind of row and field or type of it that a rule or a price reads.
with stage_rules as (
    select * from {{ ref('int_stage_rules') }}
),

clauses as (
    select * from {{ ref('int_clauses') }} where kind = 'attribute'
),

prices as (
    select * from {{ ref('int_prices') }} where pricing = 'then'
),

exclusion_rules as (
    select * from {{ ref('int_exclusion_rules') }} where signal = 'attribute'
)

select
    'touch' as kind,
    signal_argument as field
from stage_rules
where signal = 'touch'
union
select 'touch', signal_argument from prices
where signal = 'touch'
union
-- Which content a touch has is not asked here.
select 'content', '' from stage_rules
where signal = 'content'
union
select 'content', '' from prices
where signal = 'content'
union
select 'lead_field', 'stage'
union
select 'lead_field', signal_argument from clauses
where signal = 'attribute'
union
select 'lead_field', signal_argument from exclusion_rules
union
-- A title tells the level wherever nobody else does.
select 'lead_field', 'title' from clauses
where signal = 'attribute' and signal_argument = 'job_level'
union
select 'record_field', 'stage'
union
select 'record_field', signal_argument from stage_rules
where signal = 'sfa_field'
union
select 'activity', signal from stage_rules
where signal in ('call_outcome', 'meeting_outcome')
