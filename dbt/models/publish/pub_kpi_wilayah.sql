with

kpi_wilayah as (
    select * from {{ ref('kpi_wilayah') }}
),

-- It is made of released figures alone; the decision is on each of them.
final as (
    select
        id_indikator,
        kode_opd,
        nama_opd,
        tahun,
        periode,
        id_periode,
        id_siklus,
        dimensi,
        nama_indikator,
        satuan,
        is_aditif,
        jumlah_wilayah,
        banyak_wilayah,
        is_lengkap,
        realisasi_periode,
        jumlah_bagian,
        rasio_bagian,
        selisih,
        is_layak_publik,
        label_data,
        versi_kebijakan
    from kpi_wilayah
)

select * from final
order by id_indikator, kode_opd, tahun, periode, dimensi
