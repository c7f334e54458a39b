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
   honorific (not those in hiragana). Rather too much goes than too little: whatever the
   contracts would call personal has to be gone. #}
{% macro without_contacts(text) -%}
    {{ adapter.dispatch('without_contacts', 'handoff')(text) }}
{%- endmacro %}

{% macro duckdb__without_contacts(text) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    translate({{ text }}, '０１２３４５６７８９＠．＋－（）　', '0123456789@.+-() '),
                    '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+', '[e-mail]', 'g'
                ),
                '[^\s@]+@[^\s@]+', '[e-mail]', 'g'
            ),
            '(^|[^0-9A-Za-z])(?:'
            || '[+0]([-() ]{0,2}[0-9]){8,}'
            || '|(\+[0-9]{1,3}|0)[-() ]{0,2}[0-9]{1,4}[-() ]{1,2}[0-9]{1,4}'
            || '[-() ]{1,2}[0-9]{3,4}'
            || '|[0-9]([-() ]{0,2}[0-9]){10,}'
            || ')',
            '\1[phone]', 'g'
        ),
        '[\p{Han}\p{Katakana}ーA-Za-z]{1,20}( [\p{Han}\p{Katakana}ーA-Za-z]{1,20})?'
        || '(様|さん|氏|殿|先生)',
        '[name]', 'g'
    )
{%- endmacro %}
