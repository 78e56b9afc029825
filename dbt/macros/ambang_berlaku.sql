{# Value of a threshold in force on the cut-off date of the release, that of its cycle before the
   general one; the model must import `ambang` and `lingkup`. Returns a one-row relation with column
   `nilai`. Rules on rows take theirs by the cycle of the row, from int_siklus__ambang. #}
{% macro ambang_berlaku(id_ambang) -%}
    select ambang.nilai
    from ambang
    cross join lingkup
    where
        ambang.id_ambang = '{{ id_ambang }}'
        and ambang.berlaku_dari <= lingkup.tanggal_batas
        and coalesce(ambang.id_siklus, '') in ('', lingkup.id_siklus)
    order by coalesce(ambang.id_siklus, '') desc, ambang.berlaku_dari desc
    limit 1
{%- endmacro %}
