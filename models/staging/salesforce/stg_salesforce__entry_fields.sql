-- One row per object, record type and field of it that was ever delivered.
with delivered_columns as (
    {{ delivered_columns('salesforce') }}
),

-- A contact's company is its account's; a task may be a hand-over.
named as (
    select
        'sfa_record' as object,
        table_name as record_type,
        case column_name
            when 'rating' then 'temperature'
            when 'rating_c' then 'temperature'
            when 'account_c' then 'account_id'
            when 'converted_account_id' then 'account_id'
            when 'company' then 'company_name'
            else column_name
        end as field
    from delivered_columns
    where table_name in ('lead', 'contact')
    union all
    select 'sfa_record', 'contact', 'company_name'
    from delivered_columns
    where table_name = 'contact' and column_name = 'account_id'
    union all
    select
        'opportunity',
        '(any)',
        case column_name
            when 'close_date' then 'close_on'
            when 'product_c' then 'product'
            when 'loss_reason_c' then 'lost_reason'
            when 'win_reason_c' then 'won_reason'
            else column_name
        end
    from delivered_columns
    where table_name = 'opportunity'
    union all
    select
        'handover',
        '(any)',
        case column_name
            when 'description' then 'comment'
            when 'owner_id' then 'to_user_id'
        end
    from delivered_columns
    where table_name = 'task'
    union all
    select
        'sales_activity',
        '(any)',
        case column_name
            when 'call_disposition' then 'outcome'
            when 'description' then 'comment'
            when 'owner_id' then 'owner_id'
        end
    from delivered_columns
    where table_name = 'task'
)

select
    'salesforce' as source,
    object,
    record_type,
    field
from named
where field is not null
group by object, record_type, field
