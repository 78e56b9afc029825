{#
    The shape of a table in one query: what is wrong and how often. One query, because dbt spends far
    more on a test than DuckDB on answering it.

        kunci       columns whose combination names one row; NULL equals NULL
        juga_unik   other combinations that occur once
        terisi      columns that are never empty, where no contract holds that already
        nilai       columns with the values they may have; an empty one is not judged
        satu_baris  the table holds exactly one row
#}
{% test bentuk(model, kunci=[], juga_unik=[], terisi=[], nilai={}, satu_baris=false) %}
{%- set parts = [] -%}
{%- set wrong = [] -%}
{%- for kolom in terisi -%}
    {%- do wrong.append("when " ~ kolom ~ " is null then '" ~ kolom ~ " kosong'") -%}
{%- endfor -%}
{%- for kolom, boleh in nilai.items() -%}
    {%- set known = "'" ~ (boleh | join("', '")) ~ "'" -%}
    {%- do wrong.append(
        "when cast(" ~ kolom ~ " as " ~ dbt.type_string() ~ ") not in (" ~ known ~ ") then '"
        ~ kolom ~ " di luar nilai yang dikenal'"
    ) -%}
{%- endfor -%}
{%- if wrong -%}
    {%- do parts.append(
        "select masalah, count(*) as jumlah from (select case " ~ (wrong | join(" "))
        ~ " end as masalah from " ~ model ~ ") as rows_judged where masalah is not null group by masalah"
    ) -%}
{%- endif -%}
{%- for kolom in ([kunci] if kunci else []) + juga_unik -%}
    {%- set combination = kolom | join(", ") -%}
    {%- do parts.append(
        "select '" ~ combination ~ " ganda' as masalah, count(*) as jumlah from (select 1 as ganda from "
        ~ model ~ " group by " ~ combination ~ " having count(*) > 1) as repeated having count(*) > 0"
    ) -%}
{%- endfor -%}
{%- if satu_baris -%}
    {%- do parts.append(
        "select 'bukan satu baris' as masalah, count(*) as jumlah from " ~ model
        ~ " having count(*) <> 1"
    ) -%}
{%- endif -%}
{{ parts | join("\nunion all\n") }}
{% endtest %}
