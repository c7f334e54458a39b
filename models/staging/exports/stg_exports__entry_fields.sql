-- One row per object, record type and field of it that was ever delivered.
with delivered_columns as (
    {{ delivered_columns('exports') }}
),

-- The columns of the export are called like those of the ports.
named as (
    select
        case table_name
            when 'sfa_records' then 'sfa_record'
            when 'opportunities' then 'opportunity'
            when 'handovers' then 'handover'
            when 'sfa_activities' then 'sales_activity'
        end as object,
        case
            when column_name = 'converted_account_id' then 'account_id'
            else column_name
        end as field
    from delivered_columns
)

select
    'exports' as source,
    object,
    '(any)' as record_type,
    field
from named
where object is not null
group by object, field
