{# What so many days leave of points; without a half-life nothing is lost. #}
{% macro decayed(points, half_life_days, days) -%}
    round(
        {{ points }} * power(2, -coalesce({{ days }} / nullif({{ half_life_days }}, 0), 0)),
        9
    )
{%- endmacro %}
