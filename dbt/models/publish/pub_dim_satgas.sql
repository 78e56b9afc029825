with

dim_satgas as (
    select * from {{ ref('dim_satgas') }}
),

final as (
    select
        id_satgas,
        nama_satgas,
        berlaku_dari,
        berlaku_sampai,
        is_berlaku,
        status_verifikasi,
        sumber
    from dim_satgas
)

select * from final
order by id_satgas, berlaku_dari
