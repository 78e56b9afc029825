{# A number as an Indonesian reader writes it: decimal comma, rounded half up to so many places. #}
{% macro angka_indonesia(kolom, desimal) -%}
    replace(cast(cast({{ kolom }} as decimal(18, {{ desimal }})) as string), '.', ',')
{%- endmacro %}
