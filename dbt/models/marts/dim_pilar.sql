with

pilar as (
    select * from {{ ref('pilar') }}
),

final as (
    select
        cast(kode_pilar as string) as kode_pilar,
        cast(nama_pilar as string) as nama_pilar,
        cast(misi as string) as misi,
        cast(urutan as integer) as urutan,
        cast(status_verifikasi as string) as status_verifikasi,
        cast(sumber as string) as sumber
    from pilar
)

select * from final
