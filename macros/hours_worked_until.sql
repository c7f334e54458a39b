{# Working hours from the company's first day on record until an instant within a row of
   int_business_stretches. #}
{% macro hours_worked_until(instant, stretch) -%}
    {{ stretch }}.worked_before_hours
    + case
        when {{ stretch }}.opens_at is null or {{ instant }} <= {{ stretch }}.opens_at
            then 0
        when {{ instant }} >= {{ stretch }}.closes_at then {{ stretch }}.worked_hours
        else {{ elapsed_hours(stretch ~ '.opens_at', instant) }}
    end
{%- endmacro %}
