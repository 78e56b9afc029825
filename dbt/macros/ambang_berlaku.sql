{# Value of a threshold in force on the cut-off date; the model must import `ambang` and `lingkup`.
   Returns a one-row relation with column `nilai`. #}
{% macro ambang_berlaku(id_ambang) -%}
    select ambang.nilai
    from ambang
    cross join lingkup
    where
        ambang.id_ambang = '{{ id_ambang }}'
        and ambang.berlaku_dari <= lingkup.tanggal_batas
    order by ambang.berlaku_dari desc
    limit 1
{%- endmacro %}
