{{ config(meta={"dagster": {"ref": {"name": "revisi"}}}) }}

-- Rows in equals rows accounted for: each statement of a figure that changed has its row, one of
-- them counts, and where it is released it is the value in kpi_indikator (but for sums from the
-- start of the year and shared figures, which belong to their leader).
with

changed as (
    select
        kode_opd,
        id_indikator,
        tahun,
        periode,
        kode_wilayah,
        dimensi,
        count(*) as jumlah
    from {{ ref('int_realisasi__vintase') }}
    where is_kunci_lengkap and urutan_kembar = 1 and kunci_opd = kode_opd
    group by kode_opd, id_indikator, tahun, periode, kode_wilayah, dimensi
    having max(case when is_revisi then 1 else 0 end) = 1
),

kept as (
    select
        kode_opd,
        id_indikator,
        tahun,
        periode,
        kode_wilayah,
        dimensi,
        count(*) as jumlah,
        count(case when is_berlaku then 1 end) as berlaku,
        -- A change that is held changed nothing.
        max(case when is_revisi and nomor_vintase <= nomor_berlaku then 1 else 0 end) = 1
            as is_pernah,
        max(case when is_berlaku and is_rilis then nilai end) as nilai
    from (
        select
            *,
            max(case when is_berlaku then nomor_vintase end) over (
                partition by kode_opd, id_indikator, tahun, periode, kode_wilayah, dimensi
            ) as nomor_berlaku
        from {{ ref('revisi') }}
    ) as numbered
    group by kode_opd, id_indikator, tahun, periode, kode_wilayah, dimensi
)

select
    changed.kode_opd,
    changed.id_indikator,
    changed.tahun,
    changed.periode,
    kept.jumlah as dalam_revisi,
    changed.jumlah as dalam_laporan,
    kept.nilai,
    kpi.realisasi_periode
from changed
left join kept
    on
        changed.kode_opd = kept.kode_opd
        and changed.id_indikator = kept.id_indikator
        and changed.tahun = kept.tahun
        and changed.periode = kept.periode
        and changed.kode_wilayah = kept.kode_wilayah
        and changed.dimensi = kept.dimensi
left join {{ ref('kpi_indikator') }} as kpi
    on
        changed.kode_opd = kpi.kode_opd
        and changed.id_indikator = kpi.id_indikator
        and changed.tahun = kpi.tahun
        and changed.periode = kpi.periode
        and changed.kode_wilayah = kpi.kode_wilayah
        and changed.dimensi = kpi.dimensi
where
    coalesce(kept.jumlah, 0) <> changed.jumlah
    or kept.berlaku <> 1
    or (kpi.kode_opd is not null and kept.is_pernah and not kpi.is_revisi)
    or (kpi.kode_opd is not null and kpi.realisasi_periode is distinct from kept.nilai)
