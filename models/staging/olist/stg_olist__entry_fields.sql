-- One row per object, record type and field of it that was ever delivered.
with delivered_columns as (
    {{ delivered_columns('olist') }}
),

-- One file is the record of a person and the deal.
named as (
    select
        'sfa_record' as object,
        case column_name
            when 'seller_id' then 'account_id'
            when 'sdr_id' then 'owner_id'
        end as field
    from delivered_columns
    where table_name = 'closed_deals'
    union all
    select
        'opportunity',
        case column_name
            when 'seller_id' then 'account_id'
            when 'sr_id' then 'owner_id'
        end
    from delivered_columns
    where table_name = 'closed_deals'
)

select
    'olist' as source,
    object,
    '(any)' as record_type,
    field
from named
where field is not null
group by object, field
