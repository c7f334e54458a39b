{# Connected components of an undirected graph: every node with the smallest node
   it can reach. `edges` is a relation with columns from_node and to_node. #}
{% macro connected_components(edges) -%}
    {{ adapter.dispatch('connected_components', 'handoff')(edges) }}
{%- endmacro %}

{% macro duckdb__connected_components(edges) -%}
    with recursive both_ways as (
        select from_node, to_node from {{ edges }}
        union
        select to_node, from_node from {{ edges }}
    ),

    -- Union, not union all: a pair once found is not followed again.
    reached as (
        select from_node as node, from_node as reachable_node from both_ways
        union
        select reached.node, both_ways.to_node
        from reached
        inner join both_ways on both_ways.from_node = reached.reachable_node
    )

    select node, min(reachable_node) as component
    from reached
    group by node
{%- endmacro %}
