{# A date so many days or years later; the number is an expression. #}
{% macro tambah_waktu(tanggal, banyak, satuan) -%}
    cast({{ dbt.dateadd(satuan, 'cast(' ~ banyak ~ ' as integer)', tanggal) }} as date)
{%- endmacro %}
