{# The distinct values of a group in one text, in order, commas between. #}
{% macro joined_values(expression) -%}
    {{ adapter.dispatch('joined_values', 'handoff')(expression) }}
{%- endmacro %}

{% macro duckdb__joined_values(expression) -%}
    string_agg(distinct {{ expression }}, ',' order by {{ expression }} asc nulls last)
{%- endmacro %}

{# The texts of a group in one, in the order of a number, `between` between them. #}
{% macro joined_texts(expression, between, order) -%}
    {{ adapter.dispatch('joined_texts', 'handoff')(expression, between, order) }}
{%- endmacro %}

{% macro duckdb__joined_texts(expression, between, order) -%}
    string_agg({{ expression }}, '{{ between }}' order by {{ order }} asc nulls last)
{%- endmacro %}

{# A free text without what leads to a person: addresses, phone numbers, names with an
   honorific. #}
{% macro without_contacts(text) -%}
    {{ adapter.dispatch('without_contacts', 'handoff')(text) }}
{%- endmacro %}

{% macro duckdb__without_contacts(text) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace({{ text }}, '[^\s@]+@[^\s@]+', '[e-mail]', 'g'),
            '[+]?[0-9][0-9() -]{7,}[0-9]', '[phone]', 'g'
        ),
        '[一-龠々ァ-ヶー]{1,8}(様|さん|氏)', '[name]', 'g'
    )
{%- endmacro %}
