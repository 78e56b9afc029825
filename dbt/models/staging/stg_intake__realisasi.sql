with

source as (
    select * from {{ source('landing', 'realisasi') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        cast(baris as integer) as baris,
        id_indikator,
        periode,
        kode_wilayah,
        dimensi,
        status_data,
        bukti_tautan,
        bukti_sha256,
        perubahan_dirasakan,
        alasan_revisi,
        ---------- numerics
        {{ sebagai_tahun('tahun') }} as tahun,
        target_tahun,
        target_periode,
        target_bawah,
        target_atas,
        realisasi,
        pembilang,
        penyebut,
        jumlah_penerima_manfaat,
        capaian_tertulis,
        ---------- dates and times
        tanggal_referensi_data,
        tanggal_rilis_diharapkan
    from source
)

select * from final
