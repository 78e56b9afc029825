{# A text for comparing: lower case letters and digits only, single spaces between words. #}
{% macro teks_normal(kolom) -%}
    trim({{ ganti_semua("lower(" ~ kolom ~ ")", "[^a-z0-9]+", " ") }})
{%- endmacro %}
