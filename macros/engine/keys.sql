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

{# One number for what the rows of a group hold, in whatever order: equal where they do. #}
{% macro mixture_of(columns) -%}
    {{ adapter.dispatch('mixture_of', 'handoff')(columns) }}
{%- endmacro %}

{% macro duckdb__mixture_of(columns) -%}
    sum(hash({{ columns | join(', ') }}))
{%- endmacro %}

{# A key made of a text: equal for equal texts. #}
{% macro key_of(text) -%}
    {{ adapter.dispatch('key_of', 'handoff')(text) }}
{%- endmacro %}

{% macro duckdb__key_of(text) -%}
    cast(md5({{ text }}) as uuid)
{%- endmacro %}
