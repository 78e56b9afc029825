{{ config(meta={"dagster": {"ref": {"name": "int_opd__siklus"}}}) }}

-- The denominator of completeness: every agency in force on the cut-off of a cycle has its row,
-- sent or not. Stated from the seed, so that no join in the model makes a silent agency vanish.
select
    opd.kode_opd,
    siklus.id_siklus
from {{ ref('opd') }} as opd
inner join {{ ref('int_siklus__lingkup') }} as siklus
    on opd.berlaku_dari <= siklus.batas_data
left join {{ ref('int_opd__siklus') }} as uji
    on opd.kode_opd = uji.kode_opd and siklus.id_siklus = uji.id_siklus
where
    (opd.berlaku_sampai is null or opd.berlaku_sampai >= siklus.batas_data)
    and uji.kode_opd is null
