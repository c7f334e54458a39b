{# The first segment of a URL's path in lower case, `/` for the root. A URL may lack its
   scheme (`firm.example/pricing`) or its host too (`/pricing`). #}
{% macro first_path_segment(url) -%}
    {{ adapter.dispatch('first_path_segment', 'handoff')(url) }}
{%- endmacro %}

{% macro duckdb__first_path_segment(url) -%}
    {%- set segment -%}
    regexp_extract(
        regexp_replace(trim({{ url }}), '^([A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*', ''),
        '^[^/?#]*/+([^/?#]+)',
        1
    )
    {%- endset -%}
    coalesce(
        nullif(lower(coalesce(try(url_decode({{ segment }})), {{ segment }})), ''),
        case when {{ url }} is not null then '/' end
    )
{%- endmacro %}

{# A URL's path without what follows it, by which one page is known under each of its
   addresses: tools leave out scheme, host or both. #}
{% macro page_address(url) -%}
    {{ adapter.dispatch('page_address', 'handoff')(url) }}
{%- endmacro %}

{% macro duckdb__page_address(url) -%}
    lower(
        regexp_extract(
            trim({{ url }}),
            '^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://)?(?:[^/?#]*)((?:/[^/?#]+)*)',
            1
        )
    )
{%- endmacro %}
