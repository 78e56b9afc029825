{# Whether a text matches a pattern; NULL where there is no text. #}
{% macro cocok(kolom, pola) -%}
    {{ return(adapter.dispatch('cocok', 'sae')(kolom, pola)) }}
{%- endmacro %}

{% macro default__cocok(kolom, pola) -%}
    regexp_matches({{ kolom }}, '{{ pola }}')
{%- endmacro %}

{% macro spark__cocok(kolom, pola) -%}
    {{ kolom }} rlike '{{ pola }}'
{%- endmacro %}

{% macro postgres__cocok(kolom, pola) -%}
    {{ kolom }} ~ '{{ pola }}'
{%- endmacro %}
