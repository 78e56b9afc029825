with

dim_periode as (
    select * from {{ ref('dim_periode') }}
),

final as (
    select
        id_periode,
        tahun,
        periode,
        nama_periode,
        jenis_periode,
        mulai,
        selesai,
        tahun_fiskal,
        triwulan,
        tahun_pemerintahan,
        fase,
        id_siklus,
        nama_siklus
    from dim_periode
)

select * from final
order by mulai, selesai
