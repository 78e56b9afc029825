with

aduan as (
    select * from {{ ref('stg_intake__aduan') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

uji as (
    select * from {{ ref('int_realisasi__uji') }}
),

-- Counts that contradict each other, or are not known, call nobody silent.
complaints as (
    select
        nullif(trim(aduan.kode_opd), '') as kode_opd,
        kiriman.id_siklus,
        lower(trim(aduan.kategori)) as kategori,
        sum(aduan.diterima - aduan.dijawab) as jumlah_terbuka
    from aduan
    inner join kiriman
        on aduan.sha256_berkas = kiriman.sha256_berkas
    where aduan.diterima >= aduan.dijawab and aduan.dijawab >= 0 and kiriman.id_siklus is not null
    group by
        nullif(trim(aduan.kode_opd), ''), kiriman.id_siklus, lower(trim(aduan.kategori))
),

counted as (
    select
        kode_opd,
        id_siklus,
        count(case when jumlah_terbuka > 0 then 1 end) as jumlah_kategori_terbuka,
        sum(jumlah_terbuka) as jumlah_aduan_terbuka
    from complaints
    where kode_opd is not null
    group by kode_opd, id_siklus
),

reported as (
    select
        kode_opd,
        kunci_opd,
        id_siklus,
        count(case when is_meleset then 1 end) as jumlah_meleset
    from uji
    where is_siklus_ini and not is_digantikan and realisasi is not null
    group by kode_opd, kunci_opd, id_siklus
),

final as (
    select
        reported.kode_opd,
        reported.kunci_opd,
        reported.id_siklus,
        cast(reported.jumlah_meleset as integer) as jumlah_meleset,
        cast(counted.jumlah_kategori_terbuka as integer) as jumlah_kategori_terbuka,
        cast(counted.jumlah_aduan_terbuka as bigint) as jumlah_aduan_terbuka
    from reported
    inner join counted
        on
            reported.kunci_opd = counted.kode_opd
            and reported.id_siklus = counted.id_siklus
)

select * from final
