with

source as (
    select * from {{ source('landing', 'kolaborasi') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        cast(baris as integer) as baris,
        id_indikator,
        kode_opd,
        peran,
        kontribusi_uraian,
        id_satgas,
        ---------- numerics
        kontribusi_pct
    from source
)

select * from final
