-- One row per thing that people enter and field of it that a rule may require.
with records as (
    select * from {{ ref('int_port_records') }}
),

entry_fields as (
    select * from {{ ref('int_port_entry_fields') }}
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

-- A lead lives on as the contact it was converted to: the two are one chain.
chained as (
    select
        *,
        coalesce(converted_contact_id, source_record_id) as chain_id
    from records
),

record_fields as (
    select source, source_record_id as object_id, record_type, chain_id, owner_id,
        'temperature' as field, temperature as value
    from chained
    union all
    select source, source_record_id, record_type, chain_id, owner_id, 'account_id',
        coalesce(converted_account_id, account_id)
    from chained
    union all
    select source, source_record_id, record_type, chain_id, owner_id, 'owner_id',
        owner_id
    from chained
    union all
    select source, source_record_id, record_type, chain_id, owner_id, 'email', email
    from chained
    union all
    select source, source_record_id, record_type, chain_id, owner_id, 'company_name',
        company_name
    from chained
),

-- Filled in on one record of the chain it need not be typed again on the next, which
-- may not even have the field.
chain_fields as (
    select
        record_fields.source,
        record_fields.object_id,
        record_fields.owner_id,
        record_fields.field,
        bool_or(record_fields.value is not null) over chain as is_filled,
        bool_or(
            fields_of_all.field is not null or fields_of_type.field is not null
        ) over chain as is_known
    from record_fields
    left join entry_fields as fields_of_all
        on fields_of_all.object = 'sfa_record'
        and fields_of_all.record_type = '(any)'
        and fields_of_all.source = record_fields.source
        and fields_of_all.field = record_fields.field
    left join entry_fields as fields_of_type
        on fields_of_type.object = 'sfa_record'
        and fields_of_type.source = record_fields.source
        and fields_of_type.field = record_fields.field
        and fields_of_type.record_type = record_fields.record_type
    window chain as (
        partition by
            record_fields.source, record_fields.chain_id, record_fields.field
    )
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
),

other_fields as (
    select 'opportunity' as object, source, object_id, owner_id, field, value
    from opportunity_fields
    union all
    select 'handover', source, object_id, owner_id, field, value
    from handover_fields
    union all
    select 'sales_activity', source, object_id, owner_id, field, value
    from activity_fields
)

-- Nobody can be asked for a field that was never delivered.
select 'sfa_record' as object, source, object_id, owner_id, field, is_filled
from chain_fields
where is_known
union all
select
    other_fields.object, other_fields.source, other_fields.object_id,
    other_fields.owner_id, other_fields.field, other_fields.value is not null
from other_fields
inner join entry_fields
    on entry_fields.object = other_fields.object
    and entry_fields.source = other_fields.source
    and entry_fields.field = other_fields.field
