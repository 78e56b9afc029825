{#
    Whether a text only says "the total" ("Jumlah", "TOTAL:", "Grand Total Belanja"): every word of it
    is one of `kata_jumlah`, and one of them means the total by itself. The model must import
    `kata_jumlah` and cross join `pola`, which is `pola_jumlah()`: one row with both patterns.
#}
{% macro pola_jumlah() -%}
    select
        {{ dbt.listagg('kata', "'|'", 'order by kata') }} as pola_kata,
        {{ dbt.listagg("case when peran = 'JUMLAH' then kata end", "'|'", 'order by kata') }}
            as pola_inti
    from kata_jumlah
{%- endmacro %}

{% macro adalah_jumlah(kolom) -%}
    coalesce(
            {{ cocok_ekspresi(
                teks_normal(kolom), "'^(' || pola.pola_kata || ')( (' || pola.pola_kata || '))*$'"
            ) }}
            and {{ cocok_ekspresi(teks_normal(kolom), "'(^| )(' || pola.pola_inti || ')( |$)'") }},
            false
        )
{%- endmacro %}
