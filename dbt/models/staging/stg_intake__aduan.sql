with

source as (
    select * from {{ source('landing', 'aduan') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        cast(baris as integer) as baris,
        kode_opd,
        kategori,
        kode_wilayah,
        ---------- numerics
        diterima,
        dijawab,
        selesai,
        median_hari
    from source
)

select * from final
