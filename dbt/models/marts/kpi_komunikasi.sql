with

komunikasi as (
    select * from {{ ref('stg_intake__komunikasi') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__rilis') }}
),

kpi_indikator as (
    select * from {{ ref('kpi_indikator') }}
),

profil as (
    select * from {{ ref('profil') }}
),

periode as (
    select * from {{ ref('dim_periode') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

items as (
    select
        kiriman.*,
        left(kiriman.sha256_berkas, 12) || ':' || cast(komunikasi.baris as string) as kunci,
        komunikasi.tanggal,
        komunikasi.kanal,
        komunikasi.status,
        nullif(trim(komunikasi.id_indikator), '') as id_indikator,
        {{ tanpa_data_pribadi('komunikasi.judul') }} as judul,
        {{ tanpa_data_pribadi('komunikasi.tautan_media') }} as tautan_media,
        {{ tanpa_data_pribadi('komunikasi.nama_tim_kreatif') }} as nama_tim_kreatif,
        periode.tahun_pemerintahan,
        periode.selesai
    from komunikasi
    inner join kiriman
        on komunikasi.sha256_berkas = kiriman.sha256_berkas
    left join periode
        on
            kiriman.tahun = periode.tahun
            and kiriman.periode = periode.periode
),

numbers as (
    select
        kpi_indikator.kunci,
        kpi_indikator.id_indikator,
        kpi_indikator.nama_indikator,
        kpi_indikator.tahun,
        kpi_indikator.periode,
        kpi_indikator.realisasi,
        kpi_indikator.satuan,
        periode.selesai
    from kpi_indikator
    inner join profil
        on
            profil.kunci = 'kode_wilayah'
            and kpi_indikator.kode_wilayah = profil.nilai
    inner join periode
        on
            kpi_indikator.tahun = periode.tahun
            and kpi_indikator.periode = periode.periode
    where coalesce(kpi_indikator.dimensi, '') = '' and kpi_indikator.realisasi is not null
),

-- The number an item can have told: the latest one whose period had ended with its own.
told as (
    select
        items.kunci as kunci_berita,
        numbers.*,
        row_number() over (
            partition by items.kunci
            order by
                numbers.selesai desc,
                case when numbers.periode = items.periode then 0 else 1 end asc,
                numbers.periode asc nulls last,
                numbers.kunci asc nulls last
        ) as urutan
    from items
    inner join numbers
        on
            items.id_indikator = numbers.id_indikator
            and items.selesai >= numbers.selesai
),

final as (
    select
        cast(items.kunci as string) as kunci,
        cast(items.kode_opd as string) as kode_opd,
        cast(items.nama_opd as string) as nama_opd,
        cast(items.id_siklus as string) as id_siklus,
        cast(items.tahun as integer) as tahun,
        cast(items.periode as string) as periode,
        cast(cast(items.tahun as string) || '-' || items.periode as string) as id_periode,
        cast(items.tahun_pemerintahan as integer) as tahun_pemerintahan,
        cast(items.tanggal as date) as tanggal,
        cast(items.judul as string) as judul,
        cast(items.kanal as string) as kanal,
        cast(items.status as string) as status,
        coalesce(items.status = 'TERBIT', false) as is_terbit,
        cast(items.tautan_media as string) as tautan_media,
        cast(items.nama_tim_kreatif as string) as nama_tim_kreatif,
        cast(items.id_indikator as string) as id_indikator,
        cast(told.nama_indikator as string) as nama_indikator,
        told.kunci is not null as is_berangka_rilis,
        cast(told.kunci as string) as kunci_angka,
        cast(told.tahun as integer) as tahun_angka,
        cast(told.periode as string) as periode_angka,
        cast(told.realisasi as double) as realisasi,
        cast(told.satuan as string) as satuan,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan,
        cast(items.label_data as string) as label_data,
        cast(items.sha256_berkas as string) as sha256_berkas
    from items
    cross join lingkup
    left join told
        on
            items.kunci = told.kunci_berita
            and told.urutan = 1
)

select * from final
