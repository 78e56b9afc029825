{# What a category means, whatever its spelling: small letters, and one space for every run of spaces,
   dashes and underscores, no full stop or colon at its end. Dashes of other kinds and wide letters are folded where a file is read. #}
{% macro kunci_kategori(kolom) -%}
    {{ return(adapter.dispatch('kunci_kategori', 'sae')(kolom)) }}
{%- endmacro %}

{% macro default__kunci_kategori(kolom) -%}
    trim(regexp_replace(lower({{ kolom }}), '[ .:;,_-]+$|[ _-]+', ' ', 'g'))
{%- endmacro %}

{# Spark replaces every match; its fourth argument is a position. #}
{% macro spark__kunci_kategori(kolom) -%}
    trim(regexp_replace(lower({{ kolom }}), '[ .:;,_-]+$|[ _-]+', ' '))
{%- endmacro %}
