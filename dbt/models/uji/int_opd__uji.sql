with

opd as (
    select * from {{ ref('int_opd__siklus') }}
),

tepat as (
    select * from {{ ref('int_opd__tepat') }}
),

final as (
    select
        opd.kode_opd,
        opd.nama_opd,
        opd.id_siklus,
        opd.nama_siklus,
        opd.tahun,
        opd.periode,
        opd.tenggat,
        opd.batas_data,
        opd.jumlah_diterima,
        opd.sha256_berkas,
        opd.diterima_pada,
        opd.hari_terlambat,
        opd.is_terlambat,
        opd.is_siklus_lingkup,
        tepat.jumlah_bertarget,
        tepat.jumlah_tepat,
        tepat.is_semua_tepat
    from opd
    left join tepat
        on
            opd.kode_opd = tepat.kunci_opd
            and opd.id_siklus = tepat.id_siklus
)

select * from final
