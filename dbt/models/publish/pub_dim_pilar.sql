with

dim_pilar as (
    select * from {{ ref('dim_pilar') }}
),

final as (
    select
        kode_pilar,
        nama_pilar,
        misi,
        urutan,
        status_verifikasi,
        sumber
    from dim_pilar
)

select * from final
order by kode_pilar
