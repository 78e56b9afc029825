{{ config(meta={"dagster": {"ref": {"name": "pub_kpi_indikator"}}}) }}

-- Asked of the findings themselves, not of the flags the marts read: a row that a B finding names,
-- or whose agency a K finding names in that cycle, stands in no published figure.
select
    kpi.kunci,
    temuan.id_temuan,
    temuan.id_aturan
from {{ ref('pub_kpi_indikator') }} as kpi
inner join {{ ref('int_temuan__status') }} as temuan
    on
        temuan.status = 'gagal'
        and (
            (kpi.kunci = temuan.id_baris and temuan.tingkat = 'B')
            or (
                kpi.kode_opd = temuan.kode_opd
                and kpi.id_siklus = temuan.id_siklus
                and temuan.tingkat = 'K'
                and temuan.is_berkas_aktif
            )
        )
