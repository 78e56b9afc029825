{#
    What a text says in letters: lower case letters of any script, single spaces between words, no
    digits and no signs. "Tidak ada!!" and "TIDAK ADA (0)" say the same. In Python: sae/figures/
    words.py.
#}
{% macro teks_huruf(kolom) -%}
    trim({{ ganti_semua("lower(" ~ kolom ~ ")", "[^\\p{L}]+", " ") }})
{%- endmacro %}

{#
    The beginning of such a text with every run of one Latin letter written once: nihiiil is nihil.
    In two steps, `teks_kata_awal` before `teks_kata`: an expression of 26 layers is deeper than
    parsers go.
#}
{% macro teks_kata_awal(kolom) -%}
    {{ _sekali(kolom="trim(left(" ~ teks_huruf(kolom) ~ ", 60))", huruf="abcdefghijklm") }}
{%- endmacro %}

{% macro teks_kata(kolom) -%}
    {{ _sekali(kolom, huruf="nopqrstuvwxyz") }}
{%- endmacro %}

{% macro _sekali(kolom, huruf) -%}
    {%- set expression = namespace(sql=kolom) -%}
    {%- for letter in huruf -%}
        {%- set expression.sql = ganti_semua(expression.sql, letter ~ letter ~ "+", letter) -%}
    {%- endfor -%}
    {{ expression.sql }}
{%- endmacro %}
