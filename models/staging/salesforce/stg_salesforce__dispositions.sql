-- One row per landed table, disposition and reason of its live rows.
with accounts as (
    {{ judged_versions(
        'salesforce', 'account', ['id'],
        written_at='system_modstamp', created_at='created_date', deleted='is_deleted',
        received_at='fivetran_synced'
    ) }}
),

users as (
    {{ judged_versions('salesforce', 'user', ['id'], deleted='fivetran_deleted') }}
),

roles as (
    {{ judged_versions('salesforce', 'user_role', ['id'], deleted='fivetran_deleted') }}
),

campaigns as (
    {{ judged_versions('salesforce', 'campaign', ['id'], deleted='is_deleted') }}
),

line_items as (
    {{ judged_versions(
        'salesforce', 'opportunity_line_item', ['id'], deleted='is_deleted'
    ) }}
),

products as (
    {{ judged_versions('salesforce', 'product_2', ['id'], deleted='is_deleted') }}
),

records as (
    select * from {{ ref('base_salesforce__records') }}
),

activities as (
    select * from {{ ref('base_salesforce__activities') }}
),

disposed as (
    select record_type as table_name, disposition, reason_code, count(*) as row_count
    from records
    group by record_type, disposition, reason_code
    union all
    select table_name, disposition, reason_code, count(*)
    from activities
    group by table_name, disposition, reason_code
    union all
    {{ judged_dispositions('lead_history', ref('base_salesforce__lead_changes')) }}
    union all
    {{ judged_dispositions(
        'contact_history', ref('base_salesforce__contact_versions')
    ) }}
    union all
    {{ judged_dispositions('account', 'accounts') }}
    union all
    {{ record_dispositions('salesforce', 'account_history', ['id', 'fivetran_start']) }}
    union all
    {{ judged_dispositions('user', 'users') }}
    union all
    {{ judged_dispositions('user_role', 'roles') }}
    union all
    {{ judged_dispositions('opportunity', ref('base_salesforce__opportunities')) }}
    union all
    {{ judged_dispositions(
        'opportunity_field_history', ref('base_salesforce__field_changes')
    ) }}
    union all
    {{ judged_dispositions(
        'opportunity_history', ref('base_salesforce__opportunity_states')
    ) }}
    union all
    {{ judged_dispositions(
        'opportunity_contact_role', ref('base_salesforce__contact_roles')
    ) }}
    union all
    {{ judged_dispositions('opportunity_line_item', 'line_items') }}
    union all
    {{ judged_dispositions('product_2', 'products') }}
    union all
    {{ judged_dispositions('order', ref('base_salesforce__orders')) }}
    union all
    {{ judged_dispositions('lead_feedback_c', ref('base_salesforce__feedback')) }}
    union all
    {{ judged_dispositions('campaign', 'campaigns') }}
    union all
    {{ judged_dispositions(
        'campaign_member', ref('base_salesforce__campaign_members')
    ) }}
)

select
    'salesforce' as source,
    table_name,
    disposition,
    reason_code,

    row_count
from disposed
