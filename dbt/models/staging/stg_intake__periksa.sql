with

source as (
    select * from {{ source('landing', 'periksa') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        id_aturan,
        ---------- numerics
        jumlah_temuan
    from source
)

select * from final
