with

lapor as (
    select * from {{ ref('int_realisasi__lapor') }}
),

wilayah as (
    select * from {{ ref('wilayah') }}
),

profil as (
    select * from {{ ref('profil') }}
),

bagian as (
    {{ bagian_wilayah() }}
),

final as (
    select
        lapor.sha256_berkas,
        lapor.id_indikator,
        lapor.tahun,
        lapor.periode,
        lapor.dimensi,
        cast(count(*) as integer) as banyak_wilayah,
        cast(min(bagian.jumlah_wilayah) as integer) as jumlah_wilayah,
        sum(lapor.realisasi) as jumlah_realisasi
    from lapor
    inner join bagian on lapor.kode_wilayah = bagian.kode_wilayah
    where lapor.is_kunci_lengkap and lapor.urutan_kembar = 1 and lapor.realisasi is not null
    group by
        lapor.sha256_berkas, lapor.id_indikator, lapor.tahun, lapor.periode, lapor.dimensi
)

select * from final
