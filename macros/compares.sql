{# The book's comparison words as SQL: no threshold stands in a model. #}
{% macro compares(left, comparison, right) -%}
    case {{ comparison }}
        when '=' then {{ left }} = {{ right }}
        when '!=' then {{ left }} != {{ right }}
        when '>' then {{ left }} > {{ right }}
        when '>=' then {{ left }} >= {{ right }}
        when '<' then {{ left }} < {{ right }}
        when '<=' then {{ left }} <= {{ right }}
    end
{%- endmacro %}

{# The book's comparison words for texts; letter case does not matter. #}
{% macro text_matches(left, comparison, right) -%}
    case {{ comparison }}
        when '=' then lower({{ left }}) = lower({{ right }})
        when 'ends_with'
            then substr(
                lower({{ left }}), length({{ left }}) - length({{ right }}) + 1
            ) = lower({{ right }})
        when 'contains' then instr(lower({{ left }}), lower({{ right }})) > 0
    end
{%- endmacro %}

{# The score series that a rule names, rounded before any threshold. #}
{% macro score_of(relation, series) -%}
    round(
        case {{ series }}
            when 'behaviour' then {{ relation }}.behaviour_score
            when 'engagement' then {{ relation }}.engagement_score
            when 'attribute' then {{ relation }}.attribute_score
            else {{ relation }}.behaviour_score + {{ relation }}.engagement_score
                + {{ relation }}.attribute_score
        end,
        6
    )
{%- endmacro %}
