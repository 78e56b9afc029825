with

source as (
    select * from {{ source('landing', 'peta') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        tabel,
        kolom,
        cast(tahun as integer) as tahun,
        periode,
        lembar,
        huruf,
        cast(baris as integer) as baris
    from source
)

select * from final
