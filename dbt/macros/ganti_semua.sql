{# A text with every match of a pattern replaced; `\1` in the replacement is the first group. #}
{% macro ganti_semua(kolom, pola, ganti) -%}
    {{ return(adapter.dispatch('ganti_semua', 'sae')(kolom, pola, ganti)) }}
{%- endmacro %}

{% macro default__ganti_semua(kolom, pola, ganti) -%}
    regexp_replace({{ kolom }}, '{{ pola }}', '{{ ganti }}', 'g')
{%- endmacro %}

{# Spark replaces every match by itself (its fourth argument is a position) and names a group with a
   dollar sign. #}
{% macro spark__ganti_semua(kolom, pola, ganti) -%}
    regexp_replace({{ kolom }}, '{{ pola_mesin(pola) }}', '{{ ganti | replace("\\1", "$1") }}')
{%- endmacro %}
