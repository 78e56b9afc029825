with

source as (
    select * from {{ source('landing', 'periksa') }}
),

lingkup as (
    select * from {{ source('run', 'lingkup') }}
),

final as (
    select
        ---------- ids and texts
        source.sha256_berkas,
        source.id_aturan,
        ---------- numerics
        source.jumlah_temuan
    from source
    cross join lingkup
    where {{ ditetapkan_pada('source', 'cast(lingkup.batas_terima as date)') }}
)

select * from final
