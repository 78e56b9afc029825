{# Whether a text holds a digit; false without a text. #}
{% macro teks_berangka(kolom) -%}
    coalesce({{ cocok(kolom, '[0-9]') }}, false)
{%- endmacro %}
