{# A text for comparing: lower case letters and digits only, single spaces between words. #}
{% macro teks_normal(kolom) -%}
    trim(regexp_replace(lower({{ kolom }}), '[^a-z0-9]+', ' ', 'g'))
{%- endmacro %}
