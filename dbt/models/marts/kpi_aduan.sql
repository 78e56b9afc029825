with

aduan as (
    select * from {{ ref('stg_intake__aduan') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__rilis') }}
),

profil as (
    select * from {{ ref('profil') }}
),

wilayah as (
    select * from {{ ref('dim_wilayah') }}
),

opd as (
    select * from {{ ref('int_opd__siklus') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

kpi_indikator as (
    select * from {{ ref('kpi_indikator') }}
),

periode as (
    select * from {{ ref('dim_periode') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

region as (
    select max(nilai) as kode_wilayah
    from profil
    where kunci = 'kode_wilayah'
),

complaints as (
    select
        kiriman.sha256_berkas,
        kiriman.kode_opd as kode_opd_pelapor,
        kiriman.id_siklus,
        kiriman.tahun,
        kiriman.periode,
        kiriman.label_data,
        nullif(trim(aduan.kode_opd), '') as kode_opd,
        case
            when {{ memuat_data_pribadi('aduan.kategori') }} then 'Disembunyikan: data pribadi'
            else nullif(trim(aduan.kategori), '')
        end as kategori,
        coalesce(nullif(trim(aduan.kode_wilayah), ''), region.kode_wilayah) as kode_wilayah,
        aduan.diterima,
        aduan.dijawab,
        aduan.selesai,
        aduan.median_hari
    from aduan
    inner join kiriman
        on aduan.sha256_berkas = kiriman.sha256_berkas
    cross join region
),

-- A missing count makes the sum missing; the median of two groups is not known from two medians.
counted as (
    select
        sha256_berkas,
        kode_opd_pelapor,
        id_siklus,
        tahun,
        periode,
        kode_opd,
        kategori,
        kode_wilayah,
        max(label_data) as label_data,
        count(*) as jumlah_baris,
        case when count(diterima) = count(*) then sum(diterima) end as diterima,
        case when count(dijawab) = count(*) then sum(dijawab) end as dijawab,
        case when count(selesai) = count(*) then sum(selesai) end as selesai,
        case when count(*) = 1 then max(median_hari) end as median_hari
    from complaints
    group by
        sha256_berkas, kode_opd_pelapor, id_siklus, tahun, periode, kode_opd, kategori,
        kode_wilayah
),

judged as (
    select
        *,
        coalesce(diterima < 0 or dijawab < 0 or selesai < 0, false)
        or coalesce(dijawab > diterima, false)
        or coalesce(selesai > diterima, false) as is_janggal,
        count(*) over (
            partition by id_siklus, kode_opd, kategori, kode_wilayah
        ) as jumlah_pelapor
    from counted
),

-- What the same agency itself says of the same period, to lay beside what residents say.
figures as (
    select
        kpi_indikator.kode_opd,
        kpi_indikator.tahun,
        kpi_indikator.periode,
        kpi_indikator.id_indikator,
        kpi_indikator.status_capaian
    from kpi_indikator
    inner join region
        on kpi_indikator.kode_wilayah = region.kode_wilayah
    where
        coalesce(kpi_indikator.dimensi, '') = ''
        and kpi_indikator.realisasi is not null
        and kpi_indikator.level_hasil in ('OUTCOME', 'DAMPAK')
),

results as (
    select
        kode_opd,
        tahun,
        periode,
        count(*) as jumlah_hasil_rilis,
        count(case when status_capaian = 'TIDAK_TERCAPAI' then 1 end) as jumlah_hasil_meleset
    from figures
    group by kode_opd, tahun, periode
),

-- Linked is an indicator whose own definition names the category as its measure of residents.
linked as (
    select
        figures.kode_opd,
        figures.tahun,
        figures.periode,
        berlaku.id_siklus,
        lower(trim(berlaku.ukuran_warga_id)) as kategori,
        {{ daftar_urut('figures.id_indikator') }} as indikator_terkait
    from figures
    inner join berlaku
        on
            figures.kode_opd = berlaku.kunci_opd
            and figures.id_indikator = berlaku.id_indikator
    where berlaku.ukuran_warga_id is not null
    group by
        figures.kode_opd, figures.tahun, figures.periode, berlaku.id_siklus,
        lower(trim(berlaku.ukuran_warga_id))
),

final as (
    select
        cast(judged.kode_opd_pelapor as string) as kode_opd_pelapor,
        cast(judged.id_siklus as string) as id_siklus,
        cast(judged.tahun as integer) as tahun,
        cast(judged.periode as string) as periode,
        cast(cast(judged.tahun as string) || '-' || judged.periode as string) as id_periode,
        cast(periode.tahun_pemerintahan as integer) as tahun_pemerintahan,
        cast(judged.kode_opd as string) as kode_opd,
        cast(opd.nama_opd as string) as nama_opd,
        cast(judged.kategori as string) as kategori,
        cast(judged.kode_wilayah as string) as kode_wilayah,
        cast(wilayah.nama_wilayah as string) as nama_wilayah,
        cast(judged.jumlah_baris as bigint) as jumlah_baris,
        cast(judged.jumlah_pelapor as bigint) as jumlah_pelapor,
        cast(judged.diterima as bigint) as diterima,
        cast(judged.dijawab as bigint) as dijawab,
        cast(judged.selesai as bigint) as selesai,
        judged.is_janggal,
        cast(case
            when judged.diterima > 0 and not judged.is_janggal
                then 100.0 * cast(judged.dijawab as double) / judged.diterima
        end as double) as persen_dijawab,
        cast(case
            when judged.diterima > 0 and not judged.is_janggal
                then 100.0 * cast(judged.selesai as double) / judged.diterima
        end as double) as persen_selesai,
        cast(judged.median_hari as double) as median_hari,
        cast(coalesce(results.jumlah_hasil_rilis, 0) as bigint) as jumlah_hasil_rilis,
        cast(coalesce(results.jumlah_hasil_meleset, 0) as bigint) as jumlah_hasil_meleset,
        cast(linked.indikator_terkait as string) as indikator_terkait,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan,
        cast(judged.label_data as string) as label_data,
        cast(judged.sha256_berkas as string) as sha256_berkas
    from judged
    cross join lingkup
    left join opd
        on
            judged.kode_opd = opd.kode_opd
            and judged.id_siklus = opd.id_siklus
    left join wilayah
        on judged.kode_wilayah = wilayah.kode_wilayah
    left join results
        on
            judged.kode_opd = results.kode_opd
            and judged.tahun = results.tahun
            and judged.periode = results.periode
    left join linked
        on
            judged.kode_opd = linked.kode_opd
            and judged.tahun = linked.tahun
            and judged.periode = linked.periode
            and judged.id_siklus = linked.id_siklus
            and lower(judged.kategori) = linked.kategori
    left join periode
        on
            judged.tahun = periode.tahun
            and judged.periode = periode.periode
)

select * from final
