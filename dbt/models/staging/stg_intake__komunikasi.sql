with

source as (
    select * from {{ source('landing', 'komunikasi') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        cast(baris as integer) as baris,
        judul,
        id_indikator,
        tautan_media,
        kanal,
        status,
        nama_tim_kreatif,
        ---------- dates and times
        tanggal
    from source
)

select * from final
