with

konflik_sumber_nilai as (
    select * from {{ ref('konflik_sumber_nilai') }}
),

final as (
    select
        id_konflik,
        urutan,
        asal,
        kunci_asal,
        nama_indikator,
        tahun,
        periode,
        tanggal_referensi,
        nilai,
        satuan,
        kode_sumber,
        nama_sumber,
        metode,
        penerbit,
        kode_opd,
        id_indikator,
        id_seri,
        halaman,
        sha256_berkas,
        lembar,
        sel,
        is_rilis,
        status_verifikasi,
        catatan,
        label_data
    from konflik_sumber_nilai
)

select * from final
order by id_konflik, urutan
