{# The landed rows that this run may use: within its watermark and not retracted
   by a later delivery that contradicts them. Carries the as-of instant along. #}
{% macro live_rows(source_name, table_name) -%}
    select landed.*, run_settings.as_of as _as_of
    from {{ source(source_name, table_name) }} as landed
    cross join {{ source('run', 'run_settings') }} as run_settings
    left join {{ source('landing', 'retracted') }} as retracted
        on retracted.source = '{{ source_name }}'
        and retracted.table_name = '{{ table_name }}'
        and retracted.batch_number = landed._batch_number
        and retracted.row_number = landed._row_number
    where
        landed._batch_number <= run_settings.landing_watermark
        and retracted.row_number is null
{%- endmacro %}
