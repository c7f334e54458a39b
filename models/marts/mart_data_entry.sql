-- One row per period, data-entry rule and person who had to keep it.
with rules as (
    select * from {{ source('book', 'data_entry_rules') }}
),

duties as (
    select * from {{ ref('int_data_entry_duties') }}
),

fields as (
    select * from {{ ref('int_data_entry_fields') }}
),

users as (
    select * from {{ ref('int_port_users') }}
),

user_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'user'
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- A rule binds what it was in force for.
bound as (
    select
        rules.data_entry_rule_id,
        rules.object,
        rules.field,
        rules.owner_team,
        duties.source,
        duties.object_id,
        fields.owner_id,
        coalesce({{ without_contacts('users.team') }}, duties.from_team) as team,
        fields.is_filled,
        duties.bound_at,
        {{ company_day('duties.bound_at') }} as due_on
    from duties
    cross join run
    inner join rules
        on rules.object = duties.object
        and rules.applies_from = duties.applies_from
        and (
            rules.activity_type is null
            or rules.activity_type = duties.activity_type
        )
    inner join fields
        on fields.object = duties.object
        and fields.source = duties.source
        and fields.object_id = duties.holder_id
        and fields.field = rules.field
    left join users
        on users.source = duties.source
        and users.user_id = fields.owner_id
    where
        coalesce(
            {{ company_day('duties.bound_at') }} >= rules.valid_from,
            true
        )
        and coalesce(
            {{ company_day('duties.bound_at') }} < rules.valid_to, true
        )
),

-- Once bound, always bound: it is due once, and the field counts as it stands today.
due as (
    select
        *,
        row_number() over (
            partition by data_entry_rule_id, source, object_id
            order by bound_at asc nulls last
        ) as duty_rank
    from bound
)

select
    day_periods.period_grain,
    due.data_entry_rule_id,
    due.object,
    due.field,
    due.owner_team,
    coalesce(due.team, '(none)') as team,
    coalesce({{ key_text('user_keys.record_key') }}, '(none)') as user_id,

    count(*) as entries_due,
    count(case when due.is_filled then 1 end) as entries_kept,
    round(
        cast(count(case when due.is_filled then 1 end) as double)
        / nullif(count(*), 0),
        9
    ) as kept_share,

    day_periods.period_on
from due
inner join day_periods on day_periods.day_on = due.due_on
left join user_keys
    on user_keys.source = due.source
    and user_keys.native_id = due.owner_id
where due.duty_rank = 1
group by
    day_periods.period_grain, day_periods.period_on, due.data_entry_rule_id, due.object,
    due.field, due.owner_team, due.team, user_keys.record_key
