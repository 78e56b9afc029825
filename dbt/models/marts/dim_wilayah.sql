with

wilayah as (
    select * from {{ ref('wilayah') }}
),

final as (
    select
        cast(kode_wilayah as varchar) as kode_wilayah,
        cast(nama_wilayah as varchar) as nama_wilayah,
        cast(tingkat_wilayah as varchar) as tingkat_wilayah,
        cast(kode_induk as varchar) as kode_induk,
        cast(sumber as varchar) as sumber
    from wilayah
)

select * from final
