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

{# The score series that a rule names, rounded before any threshold; of the columns
   whose names begin with `prefix`. #}
{% macro score_of(relation, series, prefix='') -%}
    {%- set parts = relation ~ '.' ~ prefix -%}
    round(
        case {{ series }}
            when 'behaviour' then {{ parts }}behaviour_score
            when 'engagement' then {{ parts }}engagement_score
            when 'attribute' then {{ parts }}attribute_score
            else {{ parts }}behaviour_score + {{ parts }}engagement_score
                + {{ parts }}attribute_score
        end,
        6
    )
{%- endmacro %}
