-- One row per opportunity: how its story stands, and since when its history says so.
with versions as (
    select * from {{ ref('base_exports__opportunities') }}
),

changes as (
    select * from {{ ref('stg_exports__opportunity_changes') }}
    where lower(field) = 'stage'
),

opportunity_stage as (
    select * from {{ source('book', 'opportunity_stage') }} where source = 'exports'
),

current_versions as (
    select opportunity_id, stage, outcome, is_visible
    from versions
    where standing = 'accepted'
),

{{ opportunity_outcomes('current_versions', 'changes', 'opportunity_stage') }}
