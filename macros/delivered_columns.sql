{# The columns of a source's tables that were ever delivered within this run's
   watermark: table_name, column_name. #}
{% macro delivered_columns(source_name) -%}
    select delivered.*
    from {{ source('landing', 'delivered_columns') }} as delivered
    inner join {{ source('run', 'run_settings') }} as run_settings
        on run_settings.landing_watermark >= delivered.batch_number
    where delivered.source = '{{ source_name }}'
{%- endmacro %}
