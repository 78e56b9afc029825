{#
    Whether a text matches a pattern; NULL where there is no text. The pattern is written once, as RE2
    reads it (DuckDB); `pola_java` says the same to engines that read Java's.
#}
{% macro cocok(kolom, pola) -%}
    {{ cocok_ekspresi(kolom, "'" ~ pola_mesin(pola) ~ "'") }}
{%- endmacro %}

{# The same with a pattern that the query makes, of words and signs that every engine reads alike. #}
{% macro cocok_ekspresi(kolom, pola) -%}
    {{ return(adapter.dispatch('cocok_ekspresi', 'sae')(kolom, pola)) }}
{%- endmacro %}

{% macro default__cocok_ekspresi(kolom, pola) -%}
    regexp_matches({{ kolom }}, {{ pola }})
{%- endmacro %}

{% macro spark__cocok_ekspresi(kolom, pola) -%}
    {{ kolom }} rlike ({{ pola }})
{%- endmacro %}

{% macro postgres__cocok_ekspresi(kolom, pola) -%}
    {{ kolom }} ~ ({{ pola }})
{%- endmacro %}

{% macro pola_mesin(pola) -%}
    {{ return(adapter.dispatch('pola_mesin', 'sae')(pola)) }}
{%- endmacro %}

{% macro default__pola_mesin(pola) -%}
    {{ return(pola) }}
{%- endmacro %}

{# Java: `$` is also true before a last line break, `.` leaves out more than a line feed, and small
   letters are those of ASCII alone unless told otherwise. #}
{% macro spark__pola_mesin(pola) -%}
    {{ return("(?du)" ~ pola | replace("$", "\\z")) }}
{%- endmacro %}
