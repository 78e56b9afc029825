with

konflik_sumber as (
    select * from {{ ref('konflik_sumber') }}
),

final as (
    select
        id_konflik,
        id_indikator,
        nama_indikator,
        kode_wilayah,
        tahun,
        periode,
        jenis_angka,
        satuan,
        jumlah_angka,
        jumlah_sumber,
        jumlah_opd,
        jumlah_terbitan,
        nilai_terendah,
        nilai_tertinggi,
        selisih,
        daftar_nilai,
        is_antar_opd,
        is_antar_terbitan,
        is_opd_lawan_terbitan,
        is_sumber_sama,
        penjelasan,
        is_layak_publik,
        label_data,
        versi_kebijakan
    from konflik_sumber
)

select * from final
order by nama_indikator, tahun, periode, id_konflik
