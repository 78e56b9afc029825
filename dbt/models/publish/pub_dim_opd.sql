with

dim_opd as (
    select * from {{ ref('dim_opd') }}
),

final as (
    select
        kode_opd,
        nama_opd,
        singkatan,
        jenis_opd,
        berlaku_dari,
        berlaku_sampai,
        is_berlaku,
        kode_opd_pendahulu,
        status_verifikasi,
        sumber
    from dim_opd
)

select * from final
order by kode_opd, berlaku_dari
