with

wilayah as (
    select * from {{ ref('wilayah') }}
),

final as (
    select
        cast(kode_wilayah as string) as kode_wilayah,
        cast(nama_wilayah as string) as nama_wilayah,
        cast(tingkat_wilayah as string) as tingkat_wilayah,
        cast(kode_induk as string) as kode_induk,
        cast(sumber as string) as sumber
    from wilayah
)

select * from final
