with

source as (
    select * from {{ source('landing', 'temuan') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        id_aturan,
        tingkat,
        tabel,
        kolom,
        lembar,
        sel,
        cast(baris as integer) as baris,
        cast(tahun as integer) as tahun,
        periode,
        isi,
        pesan,
        cara_memperbaiki,
        kode_opd,
        nama_berkas
    from source
)

select * from final
