{# The last value of a window that is not empty; `over` follows it. #}
{% macro terakhir_berisi(nilai) -%}
    {{ return(adapter.dispatch('terakhir_berisi', 'sae')(nilai)) }}
{%- endmacro %}

{% macro default__terakhir_berisi(nilai) -%}
    last_value({{ nilai }}) ignore nulls
{%- endmacro %}

{# DuckDB wants the words inside. #}
{% macro duckdb__terakhir_berisi(nilai) -%}
    last_value({{ nilai }} ignore nulls)
{%- endmacro %}
