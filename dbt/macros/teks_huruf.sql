{#
    What a text says in letters: lower case letters of any script, single spaces between words, no
    digits and no signs. "Tidak ada!!" and "TIDAK ADA (0)" say the same. In Python: sae/reference/
    words.py.
#}
{% macro teks_huruf(kolom) -%}
    trim(regexp_replace(lower({{ kolom }}), '[^\p{L}]+', ' ', 'g'))
{%- endmacro %}

{# The beginning of such a text with every run of one Latin letter written once: nihiiil is nihil. #}
{% macro teks_kata(kolom) -%}
    {%- set begun = 60 -%}
    {%- set expression = namespace(sql="trim(left(" ~ teks_huruf(kolom) ~ ", " ~ begun ~ "))") -%}
    {%- for letter in "abcdefghijklmnopqrstuvwxyz" -%}
        {%- set expression.sql =
            "regexp_replace(" ~ expression.sql ~ ", '" ~ letter ~ letter ~ "+', '" ~ letter ~ "', 'g')"
        -%}
    {%- endfor -%}
    {{ expression.sql }}
{%- endmacro %}
