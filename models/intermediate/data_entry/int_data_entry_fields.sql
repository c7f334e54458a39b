-- One row per thing that people enter and field of it that a rule may require.
with records as (
    select * from {{ ref('int_port_records') }}
),

opportunities as (
    select * from {{ ref('int_port_opportunities') }}
),

handovers as (
    select * from {{ ref('int_port_handovers') }}
),

activities as (
    select * from {{ ref('int_port_sales_activities') }}
    where not coalesce(is_automated, false)
),

record_fields as (
    select source, source_record_id as object_id, owner_id, 'temperature' as field,
        temperature as value
    from records
    union all
    select source, source_record_id, owner_id, 'account_id',
        coalesce(converted_account_id, account_id)
    from records
    union all
    select source, source_record_id, owner_id, 'owner_id', owner_id from records
    union all
    select source, source_record_id, owner_id, 'email', email from records
    union all
    select source, source_record_id, owner_id, 'company_name', company_name
    from records
),

opportunity_fields as (
    select source, opportunity_id as object_id, owner_id, 'amount' as field,
        cast(amount as varchar) as value
    from opportunities
    union all
    select source, opportunity_id, owner_id, 'close_on', cast(close_on as varchar)
    from opportunities
    union all
    select source, opportunity_id, owner_id, 'product', product from opportunities
    union all
    select source, opportunity_id, owner_id, 'account_id', account_id
    from opportunities
    union all
    select source, opportunity_id, owner_id, 'owner_id', owner_id from opportunities
    union all
    select source, opportunity_id, owner_id, 'lost_reason', lost_reason
    from opportunities
    union all
    select source, opportunity_id, owner_id, 'won_reason', won_reason
    from opportunities
),

handover_fields as (
    select source, handover_id as object_id, from_user_id as owner_id,
        'comment' as field, comment as value
    from handovers
    union all
    select source, handover_id, from_user_id, 'to_user_id', to_user_id from handovers
),

activity_fields as (
    select source, activity_id as object_id, owner_id, 'outcome' as field,
        outcome as value
    from activities
    union all
    select source, activity_id, owner_id, 'comment', comment from activities
    union all
    select source, activity_id, owner_id, 'owner_id', owner_id from activities
)

select 'sfa_record' as object, source, object_id, owner_id, field,
    value is not null as is_filled
from record_fields
union all
select 'opportunity', source, object_id, owner_id, field, value is not null
from opportunity_fields
union all
select 'handover', source, object_id, owner_id, field, value is not null
from handover_fields
union all
select 'sales_activity', source, object_id, owner_id, field, value is not null
from activity_fields
