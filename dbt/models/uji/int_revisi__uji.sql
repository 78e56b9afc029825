with

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

berkas as (
    select * from {{ ref('stg_intake__berkas') }}
),

realisasi as (
    select * from {{ ref('stg_intake__realisasi') }}
),

dimensi_baku as (
    select * from {{ ref('int_dimensi__baku') }}
),

profil as (
    select * from {{ ref('profil') }}
),

ambang as (
    select * from {{ ref('ambang') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

toleransi as (
    {{ ambang_berlaku('toleransi') }}
),

region as (
    select max(nilai) as kode_wilayah
    from profil
    where kunci = 'kode_wilayah'
),

-- A version that came after the cut-off replaces what was known at the cut-off: the last version
-- received by then. Receipts decide, not releases: the archive alone tells them (ADR 0006).
late_versions as (
    select
        kiriman.sha256_berkas as sha256_baru,
        kiriman.kunci_opd,
        kiriman.id_siklus,
        berkas.sha256_berkas,
        row_number() over (
            partition by kiriman.sha256_berkas
            order by
                berkas.versi_kiriman desc nulls last,
                berkas.diterima_pada desc,
                berkas.sha256_berkas desc
        ) as urutan
    from kiriman
    inner join siklus
        on kiriman.id_siklus = siklus.id_siklus
    inner join berkas
        on
            kiriman.kunci_opd = berkas.kode_opd
            and kiriman.id_siklus = berkas.id_siklus
            and berkas.hasil = 'DITERIMA'
            and cast(berkas.diterima_pada as date) <= siklus.batas_data
    where cast(kiriman.diterima_pada as date) > siklus.batas_data
),

superseded as (
    select
        late_versions.kunci_opd,
        realisasi.id_indikator,
        realisasi.tahun,
        realisasi.periode,
        coalesce(nullif(trim(realisasi.kode_wilayah), ''), region.kode_wilayah) as kode_wilayah,
        coalesce(dimensi_baku.dimensi, '') as dimensi,
        late_versions.id_siklus,
        realisasi.realisasi,
        realisasi.alasan_revisi,
        realisasi.baris
    from late_versions
    inner join realisasi
        on late_versions.sha256_berkas = realisasi.sha256_berkas
    left join dimensi_baku
        on trim(realisasi.dimensi) = dimensi_baku.dimensi_tertulis
    cross join region
    where late_versions.urutan = 1
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
-- Figures that stand in the reports of more than one cycle, and those of a late version.
told_again as (
    select distinct
        kunci_opd,
        id_indikator,
        tahun,
        periode,
        kode_wilayah,
        dimensi
    from {{ ref('int_realisasi__lapor') }}
    where is_digantikan
    union distinct
    select
        kunci_opd,
        id_indikator,
        tahun,
        periode,
        kode_wilayah,
        dimensi
    from superseded
),

stated as (
    select
        lapor.kunci_opd,
        lapor.id_indikator,
        lapor.tahun,
        lapor.periode,
        lapor.kode_wilayah,
        lapor.dimensi,
        lapor.id_siklus,
        lapor.realisasi,
        lapor.alasan_revisi,
        lapor.baris,
        1 as urutan_versi
    from {{ ref('int_realisasi__lapor') }} as lapor
    inner join told_again
        on
            lapor.kunci_opd = told_again.kunci_opd
            and lapor.id_indikator = told_again.id_indikator
            and lapor.tahun = told_again.tahun
            and lapor.periode = told_again.periode
            and lapor.kode_wilayah = told_again.kode_wilayah
            and lapor.dimensi = told_again.dimensi
    where lapor.urutan_kembar = 1
    union all
    select
        superseded.*,
        0 as urutan_versi
    from superseded
),

-- The first number, and every later one with a reason, may stand; a change without one never
-- becomes what the next report is compared with.
ordered as (
    select
        stated.*,
        siklus.dibuka,
        siklus.batas_data,
        row_number() over (
            partition by
                stated.kunci_opd, stated.id_indikator, stated.tahun, stated.periode,
                stated.kode_wilayah, stated.dimensi
            order by siklus.dibuka, stated.urutan_versi, stated.baris
        ) as urutan
    from stated
    inner join siklus
        on stated.id_siklus = siklus.id_siklus
    where stated.realisasi is not null
),

standing as (
    select * from ordered
    where urutan = 1 or nullif(trim(alasan_revisi), '') is not null
),

changed as (
    select
        lapor.id_baris,
        lapor.kode_opd,
        lapor.kunci_opd,
        lapor.id_siklus,
        lapor.id_indikator,
        lapor.tahun,
        lapor.periode,
        standing.realisasi as realisasi_semula,
        lapor.realisasi,
        nullif(trim(lapor.alasan_revisi), '') as alasan_revisi,
        row_number() over (
            partition by lapor.id_baris
            order by standing.dibuka desc, standing.urutan_versi desc, standing.baris asc
        ) as urutan
    from {{ ref('int_realisasi__lapor') }} as lapor
    inner join kiriman
        on lapor.sha256_berkas = kiriman.sha256_berkas
    inner join standing
        on
            lapor.kunci_opd = standing.kunci_opd
            and lapor.id_indikator = standing.id_indikator
            and lapor.tahun = standing.tahun
            and lapor.periode = standing.periode
            and lapor.kode_wilayah = standing.kode_wilayah
            and lapor.dimensi = standing.dimensi
            and cast(kiriman.diterima_pada as date) > standing.batas_data
            and (
                lapor.dibuka > standing.dibuka
                or (lapor.id_siklus = standing.id_siklus and standing.urutan_versi = 0)
            )
    where not lapor.is_digantikan and lapor.is_kunci_lengkap
),

final as (
    select
        changed.id_baris,
        changed.kode_opd,
        changed.kunci_opd,
        changed.id_siklus,
        changed.id_indikator,
        changed.tahun,
        changed.periode,
        changed.realisasi_semula,
        changed.realisasi,
        changed.alasan_revisi
    from changed
    cross join toleransi
    where
        changed.urutan = 1
        and (
            changed.realisasi is null
            or abs(changed.realisasi - changed.realisasi_semula) > toleransi.nilai
        )
)

select * from final
