{# Whole days of 86,400 s from one instant to a later one. #}
{% macro whole_days(from_instant, to_instant) -%}
    {{ adapter.dispatch('whole_days', 'handoff')(from_instant, to_instant) }}
{%- endmacro %}

{% macro duckdb__whole_days(from_instant, to_instant) -%}
    (epoch_us({{ to_instant }}) - epoch_us({{ from_instant }})) // 86400000000
{%- endmacro %}

{# Whole hours from one instant to a later one. #}
{% macro whole_hours(from_instant, to_instant) -%}
    {{ adapter.dispatch('whole_hours', 'handoff')(from_instant, to_instant) }}
{%- endmacro %}

{% macro duckdb__whole_hours(from_instant, to_instant) -%}
    (epoch_us({{ to_instant }}) - epoch_us({{ from_instant }})) // 3600000000
{%- endmacro %}

{# Hours from one instant to a later one, every hour begun counted in full: within n
   days exactly where it is at most 24 n. #}
{% macro hours_begun(from_instant, to_instant) -%}
    {{ adapter.dispatch('hours_begun', 'handoff')(from_instant, to_instant) }}
{%- endmacro %}

{% macro duckdb__hours_begun(from_instant, to_instant) -%}
    (epoch_us({{ to_instant }}) - epoch_us({{ from_instant }}) + 3599999999) // 3600000000
{%- endmacro %}

{# Days of 86,400 s in hours. #}
{% macro hours_of_days(days) -%}
    24 * {{ days }}
{%- endmacro %}

{# Hours in days of 86,400 s, whole and broken. #}
{% macro days_of_hours(hours) -%}
    round({{ hours }} / cast(24 as double), 9)
{%- endmacro %}

{# Hours in whole days of 86,400 s, every day begun counted in full. #}
{% macro days_begun(hours) -%}
    {{ adapter.dispatch('days_begun', 'handoff')(hours) }}
{%- endmacro %}

{% macro duckdb__days_begun(hours) -%}
    ({{ hours }} + 23) // 24
{%- endmacro %}
