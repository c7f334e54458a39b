{# The landed versions of a table's records, and what becomes of each: of a record the
   newest visible version counts, by its stamp, by when the connector read it, then by
   delivery; one written after the
   as-of stands in only where no earlier one was delivered. Adds is_visible,
   version_rank, _written_at, reason_code (NULL) and disposition: accepted, superseded
   or, where the version that counts says it was deleted, tombstone. #}
{% macro judged_versions(
    source_name, table_name, key_columns,
    written_at='cast(null as timestamp)', created_at='cast(null as timestamp)',
    deleted='false', received_at='cast(null as timestamp)'
) -%}
    select
        ranked.*,
        case
            when ranked.version_rank > 1 then 'superseded'
            when ranked._is_deleted and ranked.is_visible then 'tombstone'
            else 'accepted'
        end as disposition,
        cast(null as varchar) as reason_code
    from (
        select
            stamped.*,
            row_number() over (
                partition by {{ key_columns | join(', ') }}
                order by
                    is_visible desc nulls last,
                    case when is_visible then _written_at end desc nulls last,
                    case when not is_visible then _written_at end asc nulls last,
                    {{ received_at }} desc nulls last,
                    _delivery_number desc nulls last,
                    _is_deleted desc nulls last,
                    _batch_number desc nulls last,
                    _row_number desc nulls last
            ) as version_rank
        from (
            select
                live.*,
                {{ written_at }} as _written_at,
                coalesce({{ deleted }}, false) as _is_deleted,
                coalesce({{ written_at }}, {{ created_at }}, live._as_of) <= live._as_of
                    as is_visible
            from ({{ live_rows(source_name, table_name) }}) as live
        ) as stamped
    ) as ranked
{%- endmacro %}
