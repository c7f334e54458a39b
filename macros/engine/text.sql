{# The distinct values of a group in one text, in order, commas between. #}
{% macro joined_values(expression) -%}
    {{ adapter.dispatch('joined_values', 'handoff')(expression) }}
{%- endmacro %}

{% macro duckdb__joined_values(expression) -%}
    string_agg(distinct {{ expression }}, ',' order by {{ expression }} asc nulls last)
{%- endmacro %}
