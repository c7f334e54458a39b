{# A number as people write it: no decimals where it has none. #}
{% macro plain_number(value) -%}
    case
        when {{ value }} = floor({{ value }})
            then cast(cast({{ value }} as bigint) as varchar)
        else cast(cast({{ value }} as decimal(18, 2)) as varchar)
    end
{%- endmacro %}
