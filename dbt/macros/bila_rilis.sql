{# A figure of a form as readers may see it: only where every figure of its row is released. #}
{% macro bila_rilis(formulir, kolom) -%}
    case when {{ formulir }}.is_rilis then {{ formulir }}.{{ kolom }} end as {{ kolom }}
{%- endmacro %}
