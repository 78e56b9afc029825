with

satgas as (
    select * from {{ ref('satgas') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

final as (
    select
        cast(satgas.id_satgas as string) as id_satgas,
        cast(satgas.nama_satgas as string) as nama_satgas,
        cast(satgas.berlaku_dari as date) as berlaku_dari,
        cast(satgas.berlaku_sampai as date) as berlaku_sampai,
        {{ berlaku_pada('satgas', 'lingkup.tanggal_batas') }} as is_berlaku,
        cast(satgas.status_verifikasi as string) as status_verifikasi,
        cast(satgas.sumber as string) as sumber
    from satgas
    cross join lingkup
)

select * from final
