{# Counts of what becomes of a landed table's live rows; every row in exactly one. #}

{# An event is used once its time and its writing are not after the as-of, and once the
   record it is about is known; until then it is held. Where its row may be delivered
   again (`key`), the newest delivery is used. #}
{% macro event_dispositions(
    source_name, table_name, occurred_at, recorded_at=none, record=none, known_records=none,
    key=none
) -%}
    {%- set visible_at = occurred_at if recorded_at is none
        else 'greatest(' ~ occurred_at ~ ', coalesce(' ~ recorded_at ~ ', ' ~ occurred_at ~ '))' %}
    select
        '{{ table_name }}' as table_name,
        disposition,
        case when disposition = 'held' and is_orphan then 'UNKNOWN_RECORD' end as reason_code,
        count(*) as row_count
    from (
        select
            {%- if record is not none %}
            live.{{ record[1] }} is not null and known.native_id is null as is_orphan,
            {%- else %}
            false as is_orphan,
            {%- endif %}
            case
                {%- if key is not none %}
                when row_number() over (
                    partition by live.{{ key }}
                    order by live._delivery_number desc nulls last,
                        live._batch_number desc nulls last
                ) > 1 then 'superseded'
                {%- endif %}
                {%- if record is not none %}
                when live.{{ record[1] }} is not null and known.native_id is null then 'held'
                {%- endif %}
                when {{ visible_at }} <= live._as_of then 'accepted'
                else 'held'
            end as disposition
        from ({{ live_rows(source_name, table_name) }}) as live
        {%- if record is not none %}
        left join {{ known_records }} as known
            on known.object = '{{ record[0] }}'
            and known.native_id = live.{{ record[1] }}
        {%- endif %}
    ) as {{ table_name }}
    group by disposition, is_orphan
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
