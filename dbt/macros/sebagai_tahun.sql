{# A year as INTEGER. A typed cell may hold any integer; what cannot be a year is no key: NULL. #}
{% macro sebagai_tahun(kolom) -%}
    case when {{ kolom }} between 1 and 9999 then cast({{ kolom }} as integer) end
{%- endmacro %}
