{# Last day of a month as DATE. #}
{% macro akhir_bulan(tahun, bulan) -%}
    last_day(make_date({{ tahun }}, {{ bulan }}, 1))
{%- endmacro %}
