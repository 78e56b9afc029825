with

pilar as (
    select * from {{ ref('pilar') }}
),

final as (
    select
        cast(kode_pilar as varchar) as kode_pilar,
        cast(nama_pilar as varchar) as nama_pilar,
        cast(misi as varchar) as misi,
        cast(urutan as integer) as urutan,
        cast(status_verifikasi as varchar) as status_verifikasi,
        cast(sumber as varchar) as sumber
    from pilar
)

select * from final
