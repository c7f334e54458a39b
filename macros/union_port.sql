{# One port = the same columns from every source that offers it (vars: ports). #}
{% macro union_port(port, columns) -%}
    {%- for source_name in var('ports')[port] %}
    select
        {{ columns | join(',\n        ') }}
    from {{ ref('stg_' ~ source_name ~ '__' ~ port) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
