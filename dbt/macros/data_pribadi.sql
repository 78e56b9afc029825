{#
    Personal data in a free text: an identity number of 16 digits, a mobile number or an e-mail
    address. The same patterns in Python: sae/reference/sheets.py. Names cannot be recognised.
#}

{% macro pola_data_pribadi() -%}
    '(^|[^0-9])[0-9]{16}([^0-9]|$)'
    || '|(^|[^0-9])([+]?62|0)[ -]?8[0-9]([ -]?[0-9]){6,10}'
    || '|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+[.][A-Za-z]{2,}'
{%- endmacro %}

{% macro memuat_data_pribadi(kolom) -%}
    {{ return(adapter.dispatch('memuat_data_pribadi', 'sae')(kolom)) }}
{%- endmacro %}

{% macro default__memuat_data_pribadi(kolom) -%}
    coalesce(regexp_matches({{ kolom }}, {{ pola_data_pribadi() }}), false)
{%- endmacro %}

{% macro spark__memuat_data_pribadi(kolom) -%}
    coalesce({{ kolom }} rlike ({{ pola_data_pribadi() }}), false)
{%- endmacro %}

{# The text, or NULL where it is empty or holds personal data. #}
{% macro tanpa_data_pribadi(kolom) -%}
    case when not {{ memuat_data_pribadi(kolom) }} then nullif(trim({{ kolom }}), '') end
{%- endmacro %}
