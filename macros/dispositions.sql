{# Counts of what becomes of a landed table's live rows; every row in exactly one. #}

{# An event is used once its time and its writing are not after the as-of. #}
{% macro event_dispositions(source_name, table_name, occurred_at, recorded_at=none) -%}
    {%- set visible_at = occurred_at if recorded_at is none
        else 'greatest(' ~ occurred_at ~ ', coalesce(' ~ recorded_at ~ ', ' ~ occurred_at ~ '))' %}
    select
        '{{ table_name }}' as table_name,
        case when {{ visible_at }} <= _as_of then 'accepted' else 'held' end
            as disposition,
        cast(null as varchar) as reason_code,
        count(*) as row_count
    from ({{ live_rows(source_name, table_name) }}) as {{ table_name }}
    group by case when {{ visible_at }} <= _as_of then 'accepted' else 'held' end
{%- endmacro %}

{# Of a record delivered again, the newest delivery is used. #}
{% macro record_dispositions(source_name, table_name, key_columns) -%}
    select
        '{{ table_name }}' as table_name,
        case when version_rank = 1 then 'accepted' else 'superseded' end as disposition,
        cast(null as varchar) as reason_code,
        count(*) as row_count
    from (
        select
            row_number() over (
                partition by {{ key_columns | join(', ') }}
                order by _batch_number desc nulls last, _row_number desc nulls last
            ) as version_rank
        from ({{ live_rows(source_name, table_name) }}) as landed_versions
    ) as {{ table_name }}
    group by case when version_rank = 1 then 'accepted' else 'superseded' end
{%- endmacro %}

{# A base model has judged its rows already. #}
{% macro judged_dispositions(table_name, relation) -%}
    select
        '{{ table_name }}' as table_name,
        disposition,
        reason_code,
        count(*) as row_count
    from {{ relation }}
    group by disposition, reason_code
{%- endmacro %}
