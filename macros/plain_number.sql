{# A number as people write it: no decimals where it has none. #}
{% macro plain_number(value) -%}
    case
        when {{ value }} = floor({{ value }})
            then cast(cast({{ value }} as bigint) as varchar)
        else cast(cast({{ value }} as decimal(18, 2)) as varchar)
    end
{%- endmacro %}

{# A share as people write it, in percent with one decimal. #}
{% macro percent_text(share) -%}
    cast(cast(100 * {{ share }} as decimal(18, 1)) as varchar) || '%'
{%- endmacro %}

{# A number with its sign and one decimal. #}
{% macro signed_text(value) -%}
    case when {{ value }} >= 0 then '+' else '-' end
    || cast(cast(abs({{ value }}) as decimal(18, 1)) as varchar)
{%- endmacro %}

{# A template of the book with each {name} in it replaced by the text given for it. #}
{% macro filled_in(template, texts) -%}
    {%- set filled = namespace(text=template) -%}
    {%- for name, text in texts.items() -%}
    {%- set filled.text = "replace(" ~ filled.text ~ ", '{" ~ name ~ "}', " ~ text ~ ")" -%}
    {%- endfor -%}
    {{ filled.text }}
{%- endmacro %}
