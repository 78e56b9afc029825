{{ config(materialized='view') }}
{# A view: what reads it keeps the narrow or the wide half of it. #}
-- noqa: disable=AM04

with

realisasi as (
    select * from {{ ref('stg_intake__realisasi') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__versi') }}
),

periode as (
    select * from {{ ref('periode') }}
),

profil as (
    select * from {{ ref('profil') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

ambang as (
    select * from {{ ref('int_siklus__ambang') }}
),

dimensi_baku as (
    select * from {{ ref('int_dimensi__baku') }}
),

satuan_seri as (
    select * from {{ ref('int_indikator__satuan') }}
),

wilayah_bawaan as (
    select nilai as kode_wilayah_bawaan
    from profil
    where kunci = 'kode_wilayah'
),

-- One sheet row may hold several years: a year that is not the report's own is part of the key.
lengkap as (
    select
        left(realisasi.sha256_berkas, 12) || ':' || cast(realisasi.baris as {{ dbt.type_string() }})
        || ':' || coalesce(realisasi.periode, '-')
        || coalesce(
            ':' || cast(nullif(realisasi.tahun, kiriman.tahun) as {{ dbt.type_string() }}), ''
        ) as id_baris,
        realisasi.*,
        coalesce(nullif(trim(realisasi.kode_wilayah), ''), wilayah_bawaan.kode_wilayah_bawaan)
            as wilayah,
        coalesce(dimensi_baku.dimensi, '') as pilahan,
        satuan_seri.satuan_seri,
        kiriman.kunci_opd,
        kiriman.kode_opd,
        kiriman.id_siklus,
        kiriman.dibuka,
        kiriman.diterima_pada,
        kiriman.versi_sejak,
        kiriman.batas_data,
        kiriman.is_lama,
        kiriman.is_draf,
        kiriman.urutan_versi,
        periode.jenis_periode,
        periode.urutan_periode,
        periode.triwulan_akhir,
        lingkup.tanggal_batas,
        case
            when realisasi.tahun is not null
                then {{ akhir_bulan('realisasi.tahun', 'periode.bulan_akhir') }}
        end as tanggal_akhir_periode,
        coalesce(
            realisasi.tahun = kiriman.tahun and realisasi.periode = kiriman.periode, false
        ) as is_siklus_ini,
        realisasi.id_indikator is not null
        and realisasi.tahun is not null
        and periode.periode is not null as is_kunci_lengkap
    from realisasi
    inner join kiriman on realisasi.sha256_berkas = kiriman.sha256_berkas
    left join periode on realisasi.periode = periode.periode
    left join wilayah_bawaan on true
    left join dimensi_baku on trim(realisasi.dimensi) = dimensi_baku.dimensi_tertulis
    left join satuan_seri
        on
            kiriman.kunci_opd = satuan_seri.kunci_opd
            and kiriman.id_siklus = satuan_seri.id_siklus
            and realisasi.id_indikator = satuan_seri.id_indikator
    cross join lingkup
),

-- A date that cannot be the day a figure describes is told (TGL-01) and no date: with it the pace
-- would be wrong.
final as (
    select
        lengkap.*,
        lengkap.tanggal_referensi_data > cast(lengkap.diterima_pada as date)
        or lengkap.tanggal_referensi_data
        > {{ tambah_waktu('lengkap.tanggal_akhir_periode', 'ambang.lewat_acuan_hari', 'day') }}
        or lengkap.tanggal_referensi_data
        < {{ tambah_waktu('lengkap.tanggal_akhir_periode', '-ambang.umur_data_tahun', 'year') }}
            as is_acuan_janggal,
        lengkap.tanggal_rilis_diharapkan
        > {{ tambah_waktu('lengkap.tanggal_akhir_periode', 'ambang.umur_data_tahun', 'year') }}
            as is_rilis_janggal
    from lengkap
    left join ambang on lengkap.id_siklus is not distinct from ambang.id_siklus
)

-- Every column of the sheet goes on: which of them counts is decided where they are read.
select * from final
