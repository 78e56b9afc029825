{# MEMBAIK, TETAP or MEMBURUK against an earlier value, in the direction of the indicator; NULL
   without either value, or without a direction of better (RENTANG). #}
{% macro arah_perubahan(pembanding) -%}
case
    when bertetangga.nilai is null or {{ pembanding }} is null then null
    when polaritas_hitung is null or polaritas_hitung not in ('NAIK', 'TURUN') then null
    when abs(bertetangga.nilai - {{ pembanding }}) <= toleransi.nilai then 'TETAP'
    when (bertetangga.nilai > {{ pembanding }}) = (polaritas_hitung = 'NAIK') then 'MEMBAIK'
    else 'MEMBURUK'
end
{%- endmacro %}
