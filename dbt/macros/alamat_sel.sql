{#
    A place in a workbook as people write it: SHEET!F12; SHEET!12:12 (the row) where the form has no
    such column; the sheet alone where there is no row.
#}
{% macro alamat_sel(lembar, huruf, baris) -%}
    case
        when {{ baris }} is null then {{ lembar }}
        when {{ huruf }} is null then
            {{ lembar }} || '!' || cast({{ baris }} as string)
            || ':' || cast({{ baris }} as string)
        else {{ lembar }} || '!' || {{ huruf }} || cast({{ baris }} as string)
    end
{%- endmacro %}
