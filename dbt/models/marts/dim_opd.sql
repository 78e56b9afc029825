with

opd as (
    select * from {{ ref('opd') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

final as (
    select
        cast(opd.kode_opd as string) as kode_opd,
        cast(opd.nama_opd as string) as nama_opd,
        cast(opd.singkatan as string) as singkatan,
        cast(opd.jenis_opd as string) as jenis_opd,
        cast(opd.berlaku_dari as date) as berlaku_dari,
        cast(opd.berlaku_sampai as date) as berlaku_sampai,
        {{ berlaku_pada('opd', 'lingkup.tanggal_batas') }} as is_berlaku,
        cast(opd.kode_opd_pendahulu as string) as kode_opd_pendahulu,
        cast(opd.status_verifikasi as string) as status_verifikasi,
        cast(opd.sumber as string) as sumber
    from opd
    cross join lingkup
)

select * from final
