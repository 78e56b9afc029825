with

swadaya as (
    select * from {{ ref('stg_intake__swadaya') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__rilis') }}
),

status_swadaya as (
    select * from {{ ref('int_swadaya__status') }}
),

wilayah as (
    select * from {{ ref('dim_wilayah') }}
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

contributions as (
    select
        kiriman.*,
        swadaya.baris,
        swadaya.tanggal,
        swadaya.jenis,
        swadaya.nilai_rupiah,
        swadaya.jumlah_orang,
        swadaya.peran_pemerintah,
        swadaya.dana_pemerintah,
        nullif(trim(swadaya.kode_desa), '') as kode_wilayah,
        nullif(trim(swadaya.id_indikator), '') as id_indikator,
        {{ tanpa_data_pribadi('swadaya.uraian') }} as uraian,
        nullif(trim(swadaya.dasar_penilaian), '') is not null as has_dasar_penilaian,
        nullif(trim(swadaya.bukti), '') is not null as has_bukti
    from swadaya
    inner join kiriman
        on swadaya.sha256_berkas = kiriman.sha256_berkas
    -- What was never judged is held (fail closed).
    inner join status_swadaya
        on
            swadaya.sha256_berkas = status_swadaya.sha256_berkas
            and swadaya.baris = status_swadaya.baris
            and status_swadaya.is_lolos
),

released as (
    select distinct id_indikator
    from kpi_indikator
    where realisasi is not null
),

-- Two villages may share a name: only the code says which one it is.
placed as (
    select
        contributions.*,
        place.nama_wilayah,
        place.tingkat_wilayah,
        case
            when place.tingkat_wilayah = 'KECAMATAN' then place.kode_wilayah
            when parent.tingkat_wilayah = 'KECAMATAN' then parent.kode_wilayah
        end as kode_kecamatan,
        case
            when place.tingkat_wilayah = 'KECAMATAN' then place.nama_wilayah
            when parent.tingkat_wilayah = 'KECAMATAN' then parent.nama_wilayah
        end as nama_kecamatan,
        place.kode_wilayah is not null as is_wilayah_dikenal,
        count(*) over (
            partition by
                contributions.kode_opd,
                contributions.tanggal,
                contributions.kode_wilayah,
                contributions.uraian,
                contributions.jenis,
                contributions.nilai_rupiah
        ) as jumlah_serupa
    from contributions
    left join wilayah as place
        on contributions.kode_wilayah = place.kode_wilayah
    left join wilayah as parent
        on place.kode_induk = parent.kode_wilayah
),

final as (
    select
        cast(left(placed.sha256_berkas, 12) || ':' || cast(placed.baris as string) as string)
            as kunci,
        cast(placed.kode_opd as string) as kode_opd,
        cast(placed.nama_opd as string) as nama_opd,
        cast(placed.id_siklus as string) as id_siklus,
        cast(placed.tahun as integer) as tahun,
        cast(placed.periode as string) as periode,
        cast(cast(placed.tahun as string) || '-' || placed.periode as string) as id_periode,
        cast(periode.tahun_pemerintahan as integer) as tahun_pemerintahan,
        cast(placed.tanggal as date) as tanggal,
        cast(placed.kode_wilayah as string) as kode_wilayah,
        cast(placed.nama_wilayah as string) as nama_wilayah,
        cast(placed.tingkat_wilayah as string) as tingkat_wilayah,
        cast(placed.kode_kecamatan as string) as kode_kecamatan,
        cast(placed.nama_kecamatan as string) as nama_kecamatan,
        placed.is_wilayah_dikenal,
        cast(placed.uraian as string) as uraian,
        cast(placed.jenis as string) as jenis,
        cast(placed.nilai_rupiah as double) as nilai_rupiah,
        placed.has_dasar_penilaian,
        cast(placed.jumlah_orang as bigint) as jumlah_orang,
        cast(placed.peran_pemerintah as string) as peran_pemerintah,
        cast(placed.dana_pemerintah as double) as dana_pemerintah,
        cast(case
            when placed.dana_pemerintah > 0 and placed.nilai_rupiah >= 0
                then placed.nilai_rupiah / placed.dana_pemerintah
        end as double) as daya_ungkit,
        coalesce(placed.dana_pemerintah = 0, false) as is_murni_swadaya,
        placed.has_bukti,
        placed.has_bukti and placed.is_wilayah_dikenal and placed.uraian is not null
            as is_layak_apresiasi,
        placed.jumlah_serupa > 1 as is_mungkin_kembar,
        cast(placed.id_indikator as string) as id_indikator,
        released.id_indikator is not null as is_indikator_rilis,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan,
        cast(placed.label_data as string) as label_data,
        cast(placed.sha256_berkas as string) as sha256_berkas
    from placed
    cross join lingkup
    left join released
        on placed.id_indikator = released.id_indikator
    left join periode
        on
            placed.tahun = periode.tahun
            and placed.periode = periode.periode
)

select * from final
