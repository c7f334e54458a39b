{# The product of a group's numbers, as an aggregate or over a window. #}
{% macro product_of(expression) -%}
    {{ adapter.dispatch('product_of', 'handoff')(expression) }}
{%- endmacro %}

{% macro duckdb__product_of(expression) -%}
    product({{ expression }})
{%- endmacro %}

{# The product of a window's numbers, multiplied in its order: the same to the last digit
   however the rows are spread over threads. NULL of an empty frame. #}
{% macro ordered_product(expression, window) -%}
    {{ adapter.dispatch('ordered_product', 'handoff')(expression, window) }}
{%- endmacro %}

{% macro duckdb__ordered_product(expression, window) -%}
    list_reduce(list({{ expression }}) over {{ window }}, lambda a, b: a * b)
{%- endmacro %}
