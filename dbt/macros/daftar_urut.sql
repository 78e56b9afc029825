{# The values of a group as one text, in their own order; what is missing is left out, and a group
   with nothing has none. DuckDB keeps every value twice for an aggregate with an order, which at 22
   million values takes more than 4 GB; a list that is sorted at the end takes a third of that. #}
{% macro daftar_urut(nilai) -%}
    {{ return(adapter.dispatch('daftar_urut', 'sae')(nilai)) }}
{%- endmacro %}

{% macro default__daftar_urut(nilai) -%}
    {{ dbt.listagg(nilai, "', '", "order by " ~ nilai) }}
{%- endmacro %}

{% macro duckdb__daftar_urut(nilai) -%}
    array_to_string(list_sort(list({{ nilai }}) filter (where {{ nilai }} is not null)), ', ')
{%- endmacro %}
