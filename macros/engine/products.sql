{# The product of a group's numbers, as an aggregate or over a window. #}
{% macro product_of(expression) -%}
    {{ adapter.dispatch('product_of', 'handoff')(expression) }}
{%- endmacro %}

{% macro duckdb__product_of(expression) -%}
    product({{ expression }})
{%- endmacro %}
