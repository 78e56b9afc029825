{# Median of a column; an aggregate. #}
{% macro median(kolom) -%}
    {{ return(adapter.dispatch('median', 'sae')(kolom)) }}
{%- endmacro %}

{% macro default__median(kolom) -%}
    median({{ kolom }})
{%- endmacro %}

{% macro postgres__median(kolom) -%}
    percentile_cont(0.5) within group (order by {{ kolom }})
{%- endmacro %}
