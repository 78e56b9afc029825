with

berkas as (
    select * from {{ ref('stg_intake__berkas') }}
),

siklus as (
    select * from {{ ref('siklus') }}
),

siklus_lingkup as (
    select * from {{ ref('int_siklus__lingkup') }}
),

-- A file whose period is no cycle, or whose cycle the profile no longer has, stays in scope alone.
diterima as (
    select
        berkas.*,
        siklus.id_siklus as id_siklus_dikenal,
        siklus_lingkup.dibuka,
        siklus_lingkup.tenggat,
        coalesce(siklus_lingkup.is_siklus_lingkup, false) as is_siklus_lingkup,
        case
            when berkas.kode_opd is null or siklus.id_siklus is null
                then 'ASING-' || left(berkas.sha256_berkas, 8)
            else berkas.kode_opd
        end as kunci_opd
    from berkas
    left join siklus on berkas.id_siklus = siklus.id_siklus
    left join siklus_lingkup on berkas.id_siklus = siklus_lingkup.id_siklus
    where
        berkas.hasil = 'DITERIMA'
        and berkas.is_menunggu is not true
        and (siklus.id_siklus is null or siklus_lingkup.id_siklus is not null)
),

diurutkan as (
    select
        *,
        count(*) over (partition by kunci_opd, id_siklus_dikenal) as jumlah_kiriman,
        -- A correction that comes later does not make a report late that was there in time.
        min(diterima_pada) over (partition by kunci_opd, id_siklus_dikenal) as diterima_pertama,
        row_number() over (
            partition by kunci_opd, id_siklus_dikenal
            order by versi_kiriman desc nulls last, diterima_pada desc, sha256_berkas desc
        ) as urutan
    from diterima
),

final as (
    select
        sha256_berkas,
        nama_berkas,
        id_layout,
        kode_opd,
        kode_opd_tertulis,
        nama_opd_tertulis,
        kunci_opd,
        id_siklus_dikenal as id_siklus,
        tahun,
        periode,
        versi_kiriman,
        jumlah_baris,
        cast(jumlah_kiriman as integer) as jumlah_kiriman,
        diterima_pada,
        diterima_pertama,
        dibuka,
        tenggat,
        -- greatest() skips NULL: without a deadline it would say 0 days.
        case
            when tenggat is not null
                then cast(
                    greatest(
                        {{ dbt.datediff('tenggat', 'cast(diterima_pertama as date)', 'day') }}, 0
                    ) as integer
                )
        end as hari_terlambat,
        cast(diterima_pertama as date) > tenggat as is_terlambat,
        is_siklus_lingkup
    from diurutkan
    where urutan = 1
)

select * from final
