{# One row for each word of a text of words and single spaces; used in a select list. #}
{% macro kata_kata(kolom) -%}
    {{ return(adapter.dispatch('kata_kata', 'sae')(kolom)) }}
{%- endmacro %}

{% macro default__kata_kata(kolom) -%}
    unnest(string_to_array({{ kolom }}, ' '))
{%- endmacro %}

{% macro spark__kata_kata(kolom) -%}
    explode(split({{ kolom }}, ' '))
{%- endmacro %}
