{# Several percentiles of a group in one pass (linear between values), then one of them,
   counted from 1. #}
{% macro percentiles(expression, shares) -%}
    {{ adapter.dispatch('percentiles', 'handoff')(expression, shares) }}
{%- endmacro %}

{% macro duckdb__percentiles(expression, shares) -%}
    quantile_cont({{ expression }}, {{ shares }})
{%- endmacro %}

{% macro percentile_of(percentiles, place) -%}
    {{ adapter.dispatch('percentile_of', 'handoff')(percentiles, place) }}
{%- endmacro %}

{% macro duckdb__percentile_of(percentiles, place) -%}
    {{ percentiles }}[{{ place }}]
{%- endmacro %}
