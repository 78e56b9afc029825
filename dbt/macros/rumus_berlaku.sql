{# The default formula of a group in force on the cut-off date; the model must import `rumus` and
   `lingkup`. Returns at most one row with `rumus_id` and `versi_rumus`. #}
{% macro rumus_berlaku(kelompok) -%}
    select
        rumus.rumus_id,
        rumus.versi_rumus
    from rumus
    cross join lingkup
    where
        rumus.kelompok = '{{ kelompok }}'
        and rumus.is_bawaan
        and rumus.berlaku_dari <= lingkup.tanggal_batas
    order by rumus.berlaku_dari desc, rumus.versi_rumus desc
    limit 1
{%- endmacro %}
