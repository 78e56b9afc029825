with

source as (
    select * from {{ source('landing', 'sel') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        lembar,
        sel,
        cast(baris as integer) as baris,
        huruf,
        tipe_mentah,
        mentah,
        format_angka
    from source
)

select * from final
