{# Every build begins with an empty database: nothing has to be renamed, replaced or kept
   while a table or view is made, as dbt's own materializations do with three more
   statements a model. #}
{% materialization table, adapter='duckdb' -%}
    {%- set made = this.incorporate(type='table') -%}
    {%- call statement('main') -%}
        {{ create_table_as(false, made, sql) }}
    {%- endcall -%}
    {{ adapter.commit() }}
    {{ return({'relations': [made]}) }}
{%- endmaterialization %}

{% materialization view, adapter='duckdb' -%}
    {%- set made = this.incorporate(type='view') -%}
    {%- call statement('main') -%}
        {{ create_view_as(made, sql) }}
    {%- endcall -%}
    {{ adapter.commit() }}
    {{ return({'relations': [made]}) }}
{%- endmaterialization %}
