{# The rows of a relation, one for each id in a column that holds a list of ids as text
   (`[12, 34]`, `["a-1"]`): column listed_id. A row whose list is empty gives none. #}
{% macro ids_listed(relation, list_column) -%}
    {{ adapter.dispatch('ids_listed', 'handoff')(relation, list_column) }}
{%- endmacro %}

{% macro duckdb__ids_listed(relation, list_column) -%}
    select {{ relation }}.*, items.listed_id
    from {{ relation }},
        unnest(regexp_extract_all({{ relation }}.{{ list_column }}, '[A-Za-z0-9_.-]+'))
            as items (listed_id)
{%- endmacro %}
