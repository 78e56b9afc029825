with

dim_wilayah as (
    select * from {{ ref('dim_wilayah') }}
),

final as (
    select
        kode_wilayah,
        nama_wilayah,
        tingkat_wilayah,
        kode_induk,
        sumber
    from dim_wilayah
)

select * from final
order by kode_wilayah
