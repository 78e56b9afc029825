{# A text for comparing: lower case letters and digits only, single spaces between words. #}
{% macro teks_normal(kolom) -%}
    {{ return(adapter.dispatch('teks_normal', 'sae')(kolom)) }}
{%- endmacro %}

{% macro default__teks_normal(kolom) -%}
    trim(regexp_replace(lower({{ kolom }}), '[^a-z0-9]+', ' ', 'g'))
{%- endmacro %}

{# Spark replaces every match; its fourth argument is a position. #}
{% macro spark__teks_normal(kolom) -%}
    trim(regexp_replace(lower({{ kolom }}), '[^a-z0-9]+', ' '))
{%- endmacro %}
