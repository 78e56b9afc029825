with

opd_uji as (
    select * from {{ ref('int_opd__siklus') }}
),

opd_status as (
    select * from {{ ref('int_opd__status') }}
),

kewajiban as (
    select * from {{ ref('int_kewajiban__status') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

periode as (
    select * from {{ ref('dim_periode') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

due as (
    select
        kode_opd,
        id_siklus,
        count(*) as jumlah_wajib,
        count(case when is_dilaporkan and not is_blokir then 1 end) as jumlah_bicara_angka,
        count(case when not is_dilaporkan then 1 end) as jumlah_tidak_dilaporkan
    from kewajiban
    where is_jatuh_tempo
    group by kode_opd, id_siklus
),

-- Expected are the agencies in force on the cut-off of the cycle; the silent ones have their row.
final as (
    select
        cast(opd_uji.kode_opd as string) as kode_opd,
        cast(opd_uji.nama_opd as string) as nama_opd,
        cast(opd_uji.id_siklus as string) as id_siklus,
        cast(opd_uji.tahun as integer) as tahun,
        cast(opd_uji.periode as string) as periode,
        cast(periode.id_periode as string) as id_periode,
        cast(periode.tahun_pemerintahan as integer) as tahun_pemerintahan,
        cast(1 as integer) as diharapkan,
        cast(case when opd_uji.jumlah_diterima > 0 then 1 else 0 end as integer) as diterima,
        cast(case
            when opd_uji.jumlah_diterima > 0 and not opd_uji.is_terlambat then 1
            else 0
        end as integer) as tepat_waktu,
        cast(opd_uji.hari_terlambat as integer) as hari_terlambat,
        cast(opd_uji.diterima_pada as timestamp) as diterima_pada,
        cast(kiriman.nama_berkas as string) as nama_berkas,
        cast(opd_uji.sha256_berkas as string) as sha256_berkas,
        cast(coalesce(due.jumlah_wajib, 0) as bigint) as jumlah_wajib,
        cast(coalesce(due.jumlah_bicara_angka, 0) as bigint) as jumlah_bicara_angka,
        cast(coalesce(due.jumlah_tidak_dilaporkan, 0) as bigint) as jumlah_tidak_dilaporkan,
        100 * cast(due.jumlah_bicara_angka as double) / nullif(cast(due.jumlah_wajib as double), 0)
            as indeks_bicara_angka,
        coalesce(opd_status.is_karantina, true) as is_ditahan,
        cast(opd_status.alasan as string) as alasan_ditahan,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan
    from opd_uji
    cross join lingkup
    left join opd_status
        on
            opd_uji.kode_opd = opd_status.kunci_opd
            and opd_uji.id_siklus = opd_status.id_siklus
    left join due
        on
            opd_uji.kode_opd = due.kode_opd
            and opd_uji.id_siklus = due.id_siklus
    left join kiriman
        on opd_uji.sha256_berkas = kiriman.sha256_berkas
    left join periode
        on
            opd_uji.tahun = periode.tahun
            and opd_uji.periode = periode.periode
)

select * from final
