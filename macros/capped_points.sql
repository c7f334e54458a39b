{# What a score rule gives for so many touches of one day: its cap is the most. #}
{% macro capped_points(touches, score_rules) -%}
    case
        when {{ score_rules }}.daily_cap is null
            then {{ touches }} * {{ score_rules }}.points
        when {{ score_rules }}.points < 0
            then greatest(
                {{ touches }} * {{ score_rules }}.points, {{ score_rules }}.daily_cap
            )
        else least({{ touches }} * {{ score_rules }}.points, {{ score_rules }}.daily_cap)
    end
{%- endmacro %}
