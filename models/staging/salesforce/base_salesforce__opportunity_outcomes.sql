-- One row per opportunity: how its story stands, and since when its history says so.
with versions as (
    select * from {{ ref('base_salesforce__opportunities') }}
),

changes as (
    select * from {{ ref('stg_salesforce__opportunity_changes') }}
    where field = 'stage'
),

opportunity_stage as (
    select * from {{ source('book', 'opportunity_stage') }} where source = 'salesforce'
),

current_versions as (
    select id as opportunity_id, stage_name as stage, outcome, is_visible
    from versions
    where standing = 'accepted'
),

{{ opportunity_outcomes('current_versions', 'changes', 'opportunity_stage') }}
