with

kpi_indikator as (
    select * from {{ ref('kpi_indikator') }}
),

satuan as (
    select
        lower(trim(satuan)) as kunci_satuan,
        max(case when is_aditif then 1 else 0 end) = 1 as is_aditif,
        max(faktor) as faktor
    from {{ ref('satuan') }}
    group by lower(trim(satuan))
),

wilayah as (
    select * from {{ ref('wilayah') }}
),

profil as (
    select * from {{ ref('profil') }}
),

region as (
    select nilai as kode_wilayah
    from profil
    where kunci = 'kode_wilayah'
),

bagian as (
    {{ bagian_wilayah() }}
),

parts as (
    select
        kpi_indikator.id_indikator,
        kpi_indikator.kode_opd,
        kpi_indikator.tahun,
        kpi_indikator.periode,
        kpi_indikator.dimensi,
        min(kpi_indikator.id_periode) as id_periode,
        min(kpi_indikator.id_siklus) as id_siklus,
        min(kpi_indikator.nama_opd) as nama_opd,
        min(kpi_indikator.nama_indikator) as nama_indikator,
        min(kpi_indikator.satuan) as satuan,
        min(bagian.jumlah_wilayah) as jumlah_wilayah,
        count(kpi_indikator.realisasi_periode) as banyak_wilayah,
        sum(kpi_indikator.realisasi_periode) as jumlah_bagian,
        count(case
            when
                not kpi_indikator.is_turunan
                and kpi_indikator.realisasi_periode is not null
                and kpi_indikator.pembilang is not null
                and kpi_indikator.penyebut > 0
                then 1
        end) as banyak_rasio,
        sum(case
            when kpi_indikator.realisasi_periode is not null then kpi_indikator.pembilang
        end) as jumlah_pembilang,
        sum(case
            when kpi_indikator.realisasi_periode is not null then kpi_indikator.penyebut
        end) as jumlah_penyebut,
        min(case when kpi_indikator.is_layak_publik then 1 else 0 end) = 1 as is_layak_publik,
        min(kpi_indikator.versi_kebijakan) as versi_kebijakan,
        min(kpi_indikator.label_data) as label_data
    from kpi_indikator
    inner join bagian
        on kpi_indikator.kode_wilayah = bagian.kode_wilayah
    group by
        kpi_indikator.id_indikator, kpi_indikator.kode_opd, kpi_indikator.tahun,
        kpi_indikator.periode, kpi_indikator.dimensi
),

beside as (
    select
        parts.*,
        whole.realisasi_periode,
        coalesce(satuan.is_aditif, false) as is_aditif,
        satuan.faktor,
        parts.banyak_wilayah = parts.jumlah_wilayah as is_lengkap,
        parts.is_layak_publik and coalesce(whole.is_layak_publik, true) as is_layak
    from parts
    cross join region
    left join kpi_indikator as whole
        on
            parts.id_indikator = whole.id_indikator
            and parts.kode_opd = whole.kode_opd
            and parts.tahun = whole.tahun
            and parts.periode = whole.periode
            and parts.dimensi = whole.dimensi
            and region.kode_wilayah = whole.kode_wilayah
    left join satuan
        on lower(trim(parts.satuan)) = satuan.kunci_satuan
),

-- Amounts add up; a share is counted again from its numerators and denominators, never averaged.
final as (
    select
        cast(id_indikator as string) as id_indikator,
        cast(kode_opd as string) as kode_opd,
        cast(nama_opd as string) as nama_opd,
        cast(tahun as integer) as tahun,
        cast(periode as string) as periode,
        cast(id_periode as string) as id_periode,
        cast(id_siklus as string) as id_siklus,
        cast(dimensi as string) as dimensi,
        cast(nama_indikator as string) as nama_indikator,
        cast(satuan as string) as satuan,
        is_aditif,
        cast(jumlah_wilayah as integer) as jumlah_wilayah,
        cast(banyak_wilayah as integer) as banyak_wilayah,
        is_lengkap,
        cast(realisasi_periode as double) as realisasi_periode,
        cast(case when is_aditif then jumlah_bagian end as double) as jumlah_bagian,
        cast(case
            when not is_aditif and banyak_wilayah > 0 and banyak_rasio = banyak_wilayah
                then faktor * jumlah_pembilang / jumlah_penyebut
        end as double) as rasio_bagian,
        cast(case
            when is_aditif and is_lengkap then jumlah_bagian - realisasi_periode
        end as double) as selisih,
        is_layak as is_layak_publik,
        cast(label_data as string) as label_data,
        cast(versi_kebijakan as string) as versi_kebijakan
    from beside
)

select * from final
