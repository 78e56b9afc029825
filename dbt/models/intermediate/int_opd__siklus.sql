with

opd as (
    select * from {{ ref('opd') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

opd_berlaku as (
    select
        opd.kode_opd,
        opd.nama_opd,
        opd.jenis_opd,
        opd.status_verifikasi,
        siklus.*,
        row_number() over (
            partition by opd.kode_opd, siklus.id_siklus
            order by opd.berlaku_dari desc
        ) as urutan
    from opd
    inner join siklus
        on {{ berlaku_pada('opd', 'siklus.batas_data') }}
),

final as (
    select
        opd_berlaku.kode_opd,
        opd_berlaku.nama_opd,
        opd_berlaku.jenis_opd,
        opd_berlaku.status_verifikasi,
        opd_berlaku.id_siklus,
        opd_berlaku.nama_siklus,
        opd_berlaku.tahun,
        opd_berlaku.periode,
        opd_berlaku.tenggat,
        opd_berlaku.batas_data,
        coalesce(kiriman.jumlah_kiriman, 0) as jumlah_diterima,
        kiriman.sha256_berkas,
        kiriman.diterima_pada,
        kiriman.hari_terlambat,
        coalesce(kiriman.is_terlambat, false) as is_terlambat,
        opd_berlaku.is_siklus_lingkup
    from opd_berlaku
    left join kiriman
        on
            opd_berlaku.kode_opd = kiriman.kunci_opd
            and opd_berlaku.id_siklus = kiriman.id_siklus
    where opd_berlaku.urutan = 1
)

select * from final
