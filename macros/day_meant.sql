{# The day that a stamp means: tools write a bare day as its midnight, whatever the
   zone; any other time of day is an instant. #}
{% macro day_meant(stamp, time_zone) -%}
    case
        when {{ stamp }} = date_trunc('day', {{ stamp }}) then cast({{ stamp }} as date)
        else {{ local_day(stamp, time_zone) }}
    end
{%- endmacro %}
