{# Two columns and one row for each word of a text of words and single spaces: `kata` and its place
   `posisi`, which rises from word to word; used in a select list. #}
{% macro kata_berurut(kolom) -%}
    {{ return(adapter.dispatch('kata_berurut', 'sae')(kolom)) }}
{%- endmacro %}

{% macro default__kata_berurut(kolom) -%}
    unnest(string_to_array({{ kolom }}, ' ')) as kata,
        generate_subscripts(string_to_array({{ kolom }}, ' '), 1) as posisi
{%- endmacro %}

{% macro spark__kata_berurut(kolom) -%}
    posexplode(split({{ kolom }}, ' ')) as (posisi, kata)
{%- endmacro %}
