{# The distinct values of a group in one text, in order, commas between. #}
{% macro joined_values(expression) -%}
    {{ adapter.dispatch('joined_values', 'handoff')(expression) }}
{%- endmacro %}

{% macro duckdb__joined_values(expression) -%}
    array_to_string(
        list_sort(
            list(distinct {{ expression }}) filter (where {{ expression }} is not null)
        ),
        ','
    )
{%- endmacro %}

{# Whether a value is one of the joined ones. #}
{% macro is_among(value, joined) -%}
    {{ adapter.dispatch('is_among', 'handoff')(value, joined) }}
{%- endmacro %}

{% macro duckdb__is_among(value, joined) -%}
    contains(',' || {{ joined }} || ',', ',' || {{ value }} || ',')
{%- endmacro %}

{# The texts of a group in one, in the order of a number, `between` between them. #}
{% macro joined_texts(expression, between, order) -%}
    {{ adapter.dispatch('joined_texts', 'handoff')(expression, between, order) }}
{%- endmacro %}

{% macro duckdb__joined_texts(expression, between, order) -%}
    {#- Lists sorted afterwards: an aggregate that sorts takes three times as long. #}
    array_to_string(
        list_transform(
            list_sort(list({'place': {{ order }}, 'text': {{ expression }}})),
            lambda item: item.text
        ),
        '{{ between }}'
    )
{%- endmacro %}

{# Whether a text is a currency code of ISO 4217 by its form. #}
{% macro is_currency_code(text) -%}
    {{ adapter.dispatch('is_currency_code', 'handoff')(text) }}
{%- endmacro %}

{% macro duckdb__is_currency_code(text) -%}
    regexp_full_match(upper({{ text }}), '[A-Z]{3}')
{%- endmacro %}

{# A free text without what leads to a person: addresses, phone numbers, names with an
   honorific (not those in hiragana). Rather too much goes than too little: whatever the
   contracts would call personal has to be gone. Dates stay, as do words that only end
   like a name (お客様, 仕様): a mark that no tool writes keeps them apart meanwhile. #}
{% macro without_contacts(text) -%}
    {{ adapter.dispatch('without_contacts', 'handoff')(text) }}
{%- endmacro %}

{% macro duckdb__without_contacts(text) -%}
    {%- set mark = 'chr(57344)' -%}
    {%- set digit = '[-() ー‐‑–—−]{0,2}[0-9]' -%}
    {%- set month = '(?:0?[1-9]|1[0-2])' -%}
    {%- set day = '(?:0?[1-9]|[12][0-9]|3[01])' -%}
    {%- set year = '(?:19|20)[0-9]{2}' -%}
    {%- set part = '[\\p{Han}\\p{Katakana}ーA-Za-z]{1,20}' -%}
    {%- set before = "'\\1' || " ~ mark ~ " || '\\2'" -%}
    {%- set around = before ~ " || " ~ mark ~ " || '\\3'" -%}
    {%- set steps = [
        ('[A-Za-z0-9._%+-]+(?:@|%40)[A-Za-z0-9.-]+', "'[e-mail]'"),
        ('[^\\s@]+@[^\\s@]+\\.\\p{L}{2,}[^\\s@]*', "'[e-mail]'"),
        (
            '(^|[^-0-9()+])('
            ~ year ~ '[-/.]' ~ month ~ '[-/.]' ~ day
            ~ '|[0-9]{1,2}[-/.][0-9]{1,2}[-/.]' ~ year
            ~ ')(\\b|[A-Za-z_])',
            around
        ),
        ('(^|[^0-9A-Za-z])[+0](' ~ digit ~ '){8,}', "'\\1[phone]'"),
        (
            '(^|[^0-9])('
            ~ year ~ '(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])'
            ~ ')([^0-9]|$)',
            around
        ),
        ('(^|[^0-9A-Za-z])[0-9](' ~ digit ~ '){10,}', "'\\1[phone]'"),
        (
            '(客|皆|仕|同|模|企業|会社|担当者|取引先|ユーザー|パートナー)(様|さん)',
            before
        ),
        (part ~ '( ' ~ part ~ ')?(様|さん|氏|殿|先生)', "'[name]'"),
    ] -%}
    {%- set cleaned = namespace(
        sql="translate(" ~ text ~ ", '０１２３４５６７８９＠．＋－（）　', '0123456789@.+-() ')"
    ) -%}
    {%- for pattern, shown in steps -%}
        {%- set cleaned.sql = "regexp_replace("
            ~ cleaned.sql ~ ", '" ~ pattern ~ "', " ~ shown ~ ", 'g')" -%}
    {%- endfor -%}
    translate({{ cleaned.sql }}, {{ mark }}, '')
{%- endmacro %}
