{# The rows of a relation once per dimension that numbers are broken down by, `all`
   among them: the columns named, segment_dimension and segment_value. #}
{% macro segmented(relation, columns) -%}
    {%- for dimension in ['all', 'channel', 'lead_source', 'customer_status'] %}
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
