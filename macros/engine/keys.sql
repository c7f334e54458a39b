{# A pseudonym (32 hexadecimal digits) as what joins, groups and sorts fastest. #}
{% macro as_key(text) -%}
    {{ adapter.dispatch('as_key', 'handoff')(text) }}
{%- endmacro %}

{% macro duckdb__as_key(text) -%}
    cast({{ text }} as uuid)
{%- endmacro %}

{# A key as its 32 hexadecimal digits, where it stands among other texts. #}
{% macro key_text(key) -%}
    {{ adapter.dispatch('key_text', 'handoff')(key) }}
{%- endmacro %}

{% macro duckdb__key_text(key) -%}
    replace(cast({{ key }} as varchar), '-', '')
{%- endmacro %}
