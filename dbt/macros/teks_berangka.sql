{# Whether a text holds a digit; false without a text. #}
{% macro teks_berangka(kolom) -%}
    {{ return(adapter.dispatch('teks_berangka', 'sae')(kolom)) }}
{%- endmacro %}

{% macro default__teks_berangka(kolom) -%}
    coalesce(regexp_matches({{ kolom }}, '[0-9]'), false)
{%- endmacro %}

{% macro spark__teks_berangka(kolom) -%}
    coalesce({{ kolom }} rlike '[0-9]', false)
{%- endmacro %}

{% macro postgres__teks_berangka(kolom) -%}
    coalesce({{ kolom }} ~ '[0-9]', false)
{%- endmacro %}
