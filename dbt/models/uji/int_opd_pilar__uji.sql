with

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

lapor as (
    select * from {{ ref('int_realisasi__lapor') }}
),

periode as (
    select * from {{ ref('periode') }}
),

-- Since when an indicator has had a number, and the files that hold one.
berangka as (
    select
        kunci_opd,
        id_indikator,
        sha256_berkas,
        min(dibuka) over (partition by kunci_opd, id_indikator) as dibuka_pertama
    from lapor
    where realisasi is not null
),

berangka_berkas as (
    select distinct
        sha256_berkas,
        id_indikator
    from berangka
),

berangka_sejak as (
    select distinct
        kunci_opd,
        id_indikator,
        dibuka_pertama
    from berangka
),

dinyatakan as (
    select
        kiriman.kode_opd,
        kiriman.kunci_opd,
        kiriman.id_siklus,
        berlaku.id_indikator,
        berlaku.kode_pilar,
        berlaku.is_hasil,
        berangka_berkas.id_indikator is not null
        or (
            -- An annual figure is not due in this period; known before, it still speaks.
            berlaku.jenis_agregasi = 'TAHUNAN_SAJA'
            and coalesce(periode.jenis_periode, '-') <> 'TAHUN'
            and (
                berlaku.baseline_nilai is not null
                or coalesce(berangka_sejak.dibuka_pertama <= kiriman.dibuka, false)
            )
        ) as is_berangka
    from kiriman
    inner join berlaku
        on
            kiriman.kunci_opd = berlaku.kunci_opd
            and kiriman.id_siklus is not distinct from berlaku.id_siklus
    left join periode on kiriman.periode = periode.periode
    left join berangka_berkas
        on
            kiriman.sha256_berkas = berangka_berkas.sha256_berkas
            and berlaku.id_indikator = berangka_berkas.id_indikator
    left join berangka_sejak
        on
            berlaku.kunci_opd = berangka_sejak.kunci_opd
            and berlaku.id_indikator = berangka_sejak.id_indikator
    where berlaku.kode_pilar is not null
),

final as (
    select
        kode_opd,
        kunci_opd,
        id_siklus,
        kode_pilar,
        cast(count(*) as integer) as jumlah_indikator,
        cast(count(case when is_hasil then 1 end) as integer) as jumlah_hasil,
        cast(count(case when is_hasil and is_berangka then 1 end) as integer)
            as jumlah_hasil_berangka
    from dinyatakan
    group by kode_opd, kunci_opd, id_siklus, kode_pilar
)

select * from final
