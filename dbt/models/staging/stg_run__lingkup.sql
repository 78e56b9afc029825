with

source as (
    select * from {{ source('run', 'lingkup') }}
),

final as (
    select
        ---------- ids and texts
        id_siklus,
        id_rilis,
        periode,
        versi_kode,
        versi_kebijakan,
        versi_profil,
        sha256_masukan,
        profil,
        nullif(alasan_susulan, '') as alasan_susulan,
        ---------- numerics
        {{ sebagai_tahun('tahun') }} as tahun,
        cast(jumlah_berkas as integer) as jumlah_berkas,
        ---------- dates and times
        cast(tanggal_batas as date) as tanggal_batas,
        cast(batas_terima as date) as batas_terima,
        cast(dibuat_pada as timestamp) as dibuat_pada
    from source
)

select * from final
