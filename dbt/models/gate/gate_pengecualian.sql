with

pengecualian as (
    select * from {{ ref('pengecualian') }}
),

temuan as (
    select * from {{ ref('int_temuan__status') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

aturan as (
    select * from {{ ref('aturan') }}
),

keyed as (
    select
        *,
        cast(row_number() over (
            order by id_aturan, kunci, berlaku_dari, berlaku_sampai nulls last, pemilik
        ) as integer) as nomor
    from pengecualian
),

-- The same names as where findings are waived: an indicator, one figure of it, an agency, a cycle.
used as (
    select
        keyed.nomor,
        count(*) as jumlah_temuan
    from keyed
    inner join temuan
        on
            keyed.id_aturan = temuan.id_aturan
            and temuan.status = 'dikecualikan'
            and keyed.kunci in (
                temuan.id_indikator,
                temuan.id_indikator || ':' || cast(temuan.tahun as string) || ':'
                || temuan.periode,
                temuan.kode_opd,
                temuan.kode_opd || ':' || temuan.id_siklus
            )
    group by keyed.nomor
),

final as (
    select
        keyed.nomor,
        cast(keyed.id_aturan as string) as id_aturan,
        cast(aturan.judul as string) as judul_aturan,
        cast(keyed.kunci as string) as kunci,
        cast(keyed.pemilik as string) as pemilik,
        cast(keyed.alasan as string) as alasan,
        cast(keyed.berlaku_dari as date) as berlaku_dari,
        cast(keyed.berlaku_sampai as date) as berlaku_sampai,
        cast(case
            when lingkup.tanggal_batas < keyed.berlaku_dari then 'BELUM_BERLAKU'
            when lingkup.tanggal_batas > keyed.berlaku_sampai then 'BERAKHIR'
            else 'BERLAKU'
        end as string) as keadaan,
        cast(case
            when lingkup.tanggal_batas between keyed.berlaku_dari and keyed.berlaku_sampai
                then coalesce(used.jumlah_temuan, 0)
            else 0
        end as bigint) as jumlah_temuan
    from keyed
    cross join lingkup
    left join aturan
        on keyed.id_aturan = aturan.id_aturan
    left join used
        on keyed.nomor = used.nomor
)

select * from final
