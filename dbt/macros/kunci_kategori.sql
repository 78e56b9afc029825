{# What a category means, whatever its spelling: small letters, and one space for every run of spaces
   and dashes. Dashes of other kinds and wide letters are folded where a file is read. #}
{% macro kunci_kategori(kolom) -%}
    {{ return(adapter.dispatch('kunci_kategori', 'sae')(kolom)) }}
{%- endmacro %}

{% macro default__kunci_kategori(kolom) -%}
    trim(regexp_replace(lower({{ kolom }}), '[ -]+', ' ', 'g'))
{%- endmacro %}

{# Spark replaces every match; its fourth argument is a position. #}
{% macro spark__kunci_kategori(kolom) -%}
    trim(regexp_replace(lower({{ kolom }}), '[ -]+', ' '))
{%- endmacro %}
