{# What two dates of one stage say of each other. A date that is missing where the side
   cannot know the stage is no verdict at all (NULL). #}
{% macro pair_verdict(left_at, right_at, left_missing, right_missing, late_after_hours) -%}
    case
        when {{ left_at }} is null and {{ right_at }} is null then null
        when {{ left_at }} is null then {{ left_missing }}
        when {{ right_at }} is null then {{ right_missing }}
        when
            {{ left_at }} > {{ add_hours(right_at, late_after_hours) }}
            or {{ right_at }} > {{ add_hours(left_at, late_after_hours) }}
            then 'late'
        else 'agree'
    end
{%- endmacro %}

{# The worst of several verdicts, worst first; with nobody to compare, they agree. #}
{% macro worst_verdict(verdicts) -%}
    case
        {%- for verdict in [
            'impossible order', 'declared but not qualified', 'qualified but not declared',
            'missing in SFA', 'missing in MA', 'deleted', 'merged', 'late'
        ] %}
        when '{{ verdict }}' in ({{ verdicts | join(', ') }}) then '{{ verdict }}'
        {%- endfor %}
        else 'agree'
    end
{%- endmacro %}

{# Why a side has no date: its records are gone, or were merged into others since. #}
{% macro missing_verdict(side, said_at, otherwise) -%}
    case
        when is_{{ side }}_deleted then 'deleted'
        when {{ side }}_merged_at >= {{ said_at }} then 'merged'
        else '{{ otherwise }}'
    end
{%- endmacro %}
