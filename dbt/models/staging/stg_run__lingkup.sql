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
        ---------- numerics
        {{ sebagai_tahun('tahun') }} as tahun,
        cast(jumlah_berkas as integer) as jumlah_berkas,
        ---------- booleans
        is_batas_lewat,
        ---------- dates and times
        cast(tanggal_batas as date) as tanggal_batas,
        cast(dibuat_pada as timestamp) as dibuat_pada
    from source
)

select * from final
