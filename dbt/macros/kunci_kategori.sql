{# What a category means, whatever its spelling: small letters, and one space for every run of spaces,
   dashes and underscores, no full stop or colon at its end. Dashes of other kinds and wide letters are folded where a file is read. #}
{% macro kunci_kategori(kolom) -%}
    trim({{ ganti_semua("lower(" ~ kolom ~ ")", "[ .:;,_-]+$|[ _-]+", " ") }})
{%- endmacro %}
