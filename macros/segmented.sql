{# What numbers are broken down by, fixed when a cycle opens (product and owner team:
   when the stage is entered). Reports keep those of the first list for good. #}
{% macro reported_dimensions() -%}
    {{ return(['channel', 'lead_source', 'customer_status']) }}
{%- endmacro %}

{% macro drill_down_dimensions() -%}
    {{ return([
        'entry_type', 'industry', 'company_size', 'job_level', 'campaign', 'content_type',
        'product', 'owner_team'
    ]) }}
{%- endmacro %}

{# The rows of a relation once per dimension, `all` among them: the columns named,
   segment_dimension and segment_value. #}
{% macro segmented(relation, columns, dimensions=none) -%}
    {%- for dimension in ['all'] + (dimensions or reported_dimensions()) %}
    select
        {{ columns | join(',\n        ') }},
        '{{ dimension }}' as segment_dimension,
        {% if dimension == 'all' %}'all'{% else %}{{ dimension }}{% endif %} as segment_value
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{# Basis, all that an entry is broken down by, and whose sources can know what, in one
   text. #}
{% macro kind_text() -%}
    {{
        (
            ['definition_basis'] + reported_dimensions() + drill_down_dimensions()
            + ['source_set']
        )
        | join(" || chr(31) || ")
    }}
{%- endmacro %}

{# Whether a row is of a segment that reports keep. #}
{% macro is_reported_segment(relation) -%}
    {{ relation }}.segment_dimension
    in ('all'{% for name in reported_dimensions() %}, '{{ name }}'{% endfor %})
{%- endmacro %}

{# The number of a step (basis, entry policy, stage pair) of one segment. #}
{% macro step_number(pair_number, segment_number) -%}
    {{ pair_number }} * 1000000 + {{ segment_number }}
{%- endmacro %}

{# Whether the young cohorts of a segment get an estimate: a week of one campaign or
   industry is too few to have any. #}
{% macro is_estimated_segment(segments, periods) -%}
    ({{ is_reported_segment(segments) }} or {{ periods }}.period_grain != 'week')
{%- endmacro %}

{# The rows of a relation once per scope that a target may be set for: the team's own,
   its source group's, the company's. #}
{% macro scoped(relation, columns) -%}
    select source_group, owner_team, {{ columns | join(', ') }}
    from {{ relation }}
    where owner_team != 'all'
    union all
    select source_group, 'all', {{ columns | join(', ') }} from {{ relation }}
    union all
    select 'all', 'all', {{ columns | join(', ') }} from {{ relation }}
{%- endmacro %}
