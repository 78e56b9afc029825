with

kpi_kelengkapan as (
    select * from {{ ref('kpi_kelengkapan') }}
),

final as (
    select
        kode_opd,
        nama_opd,
        id_siklus,
        tahun,
        periode,
        id_periode,
        tahun_pemerintahan,
        diharapkan,
        diterima,
        tepat_waktu,
        hari_terlambat,
        diterima_pada,
        nama_berkas,
        sha256_berkas,
        jumlah_wajib,
        jumlah_bicara_angka,
        jumlah_tidak_dilaporkan,
        indeks_bicara_angka,
        is_ditahan,
        alasan_ditahan,
        versi_kebijakan
    from kpi_kelengkapan
)

select * from final
order by id_siklus, kode_opd
