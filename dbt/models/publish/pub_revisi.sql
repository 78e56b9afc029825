with

revisi as (
    select * from {{ ref('revisi') }}
),

final as (
    select
        id_indikator,
        kode_opd,
        tahun,
        periode,
        kode_wilayah,
        dimensi,
        nomor_vintase,
        jumlah_vintase,
        id_siklus,
        nama_indikator,
        nilai,
        nilai_sebelumnya,
        perubahan,
        satuan,
        status_data,
        is_revisi,
        is_berlaku,
        is_rilis,
        alasan_revisi,
        diterima_pada,
        nama_berkas,
        sha256_berkas,
        baris,
        is_layak_publik,
        label_data,
        versi_kebijakan
    from revisi
)

select * from final
order by id_indikator, kode_opd, tahun, periode, kode_wilayah, dimensi, nomor_vintase
